// vk_whitespace_pack, both modes; rows where we differ from the incumbent on purpose say so.
#include "text/whitespace.h"

#include <gtest/gtest.h>

#include <string>

namespace vkext::text {
namespace {

TEST(WhitespacePack, Table) {
  struct Both {
    std::string in;
    std::string plain;
    std::string html;
  };
  const Both cases[] = {
      {"", "", ""},
      {"a  b", "a b", "a b"},
      {"a \n b", "a\nb", "a\nb"},
      {"a\r\nb", "a\nb", "a\nb"},
      {" a ", " a ", "a"},
      {"<b> x </b>", "<b> x </b>", "<b>x</b>"},
      {"a , b", "a , b", "a,b"},
      {"( a )", "( a )", "(a)"},
      {"{ a } / \" b : c ;", "{ a } / \" b : c ;", "{a}/\"b:c;"},
      {"<pre> a  b </pre>  c", "<pre> a  b </pre> c", "<pre> a  b </pre>c"},
      {"x  <pre>  </pre>  c", "x <pre>  </pre> c", "x<pre>  </pre>c"},
      {"<pre> <pre>  </pre>  </pre>  c  d", "<pre> <pre>  </pre>  </pre> c d", "<pre> <pre>  </pre>  </pre>c d"},
      {"x\xa0\xa0y", "x\xa0\xa0y", "x\xa0\xa0y"},
      {"  ", " ", ""},
      {"\n", "\n", ""},
      {"a\x0b"
       "b  c",
       "a\x0b"
       "b c",
       "a\x0b"
       "b c"},
      {"test \n", "test\n", "test"},
      {"\n test", "\ntest", "test"},
      {"a\tb", "a\tb", "a b"},
      {"a\rb", "a\rb", "a b"},
      {"a\t\tb", "a b", "a b"},
      // Not as the incumbent: </code> closes, a stray close tag and other spellings mean nothing.
      {"<code> a  b</code>  c", "<code> a  b</code> c", "<code> a  b</code>c"},
      {"<code>  <pre>  </code>  c", "<code>  <pre>  </code> c", "<code>  <pre>  </code>c"},
      {"</pre>a  b", "</pre>a b", "</pre>a b"},
      {"<PRE>a  b", "<PRE>a b", "<PRE>a b"},
      {"<pre class=x>a  b", "<pre class=x>a b", "<pre class=x>a b"},
      {"<pre>a  b", "<pre>a  b", "<pre>a  b"},
      {"<pre", "<pre", "<pre"},
  };
  for (const Both& c : cases) {
    EXPECT_EQ(whitespace_pack(c.in, false), c.plain) << testing::PrintToString(c.in);
    EXPECT_EQ(whitespace_pack(c.in, true), c.html) << testing::PrintToString(c.in);
  }
}

}  // namespace
}  // namespace vkext::text
