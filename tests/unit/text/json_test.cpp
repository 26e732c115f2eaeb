// The leaves of vk_json_encode, byte for byte; the locale's decimal point must not show.
//
// A second locale is tried only where the machine has one.
#include "text/json.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <limits>
#include <string>

namespace vkext::text {
namespace {

using namespace std::string_literals;

std::string string_of(std::string_view text) {
  std::string out(json_string_size(text), '?');
  const char* end = json_string_write(text, &out[0]);
  EXPECT_EQ(static_cast<size_t>(end - out.data()), out.size());
  return out;
}

std::string double_of(double value) {
  char out[kJsonDoubleBytesMax];
  return std::string(out, json_double_write(value, out));
}

std::string long_of(int64_t value) {
  char out[kJsonLongBytesMax];
  return std::string(out, json_long_write(value, out));
}

TEST(JsonString, Table) {
  EXPECT_EQ(string_of(""), "\"\"");
  EXPECT_EQ(string_of("abc"), "\"abc\"");
  EXPECT_EQ(string_of("a/b\"\\\x01\x0b\t"), "\"a\\/b\\\"\\\\\\t\"");
  EXPECT_EQ(string_of("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
  EXPECT_EQ(string_of("\x7f"), "\"\x7f\"");
  EXPECT_EQ(string_of("\xcf\xf0Привет"), "\"\xcf\xf0Привет\"");
  EXPECT_EQ(string_of("a\0b"s), "\"ab\"");
  for (int c = 0; c < 32; c++) {
    const bool kept = c == '\b' || c == '\f' || c == '\n' || c == '\r' || c == '\t';
    EXPECT_EQ(string_of(std::string(1, static_cast<char>(c))).size(), kept ? 4u : 2u) << c;
  }
}

TEST(JsonDouble, Table) {
  EXPECT_EQ(double_of(1.0), "1.000000");
  EXPECT_EQ(double_of(1.5), "1.500000");
  EXPECT_EQ(double_of(1.0 / 3), "0.333333");
  EXPECT_EQ(double_of(1e20), "100000000000000000000.000000");
  EXPECT_EQ(double_of(-0.0), "-0.000000");
  EXPECT_EQ(double_of(1e-10), "0.000000");
  EXPECT_EQ(double_of(-2.5e-6), "-0.000003");
  EXPECT_EQ(double_of(1e100), "");
  EXPECT_EQ(double_of(-1e100), "");
  EXPECT_EQ(double_of(std::nextafter(1e100, 0)).size(), 107u);
  EXPECT_EQ(double_of(-std::nextafter(1e100, 0)).size(), 108u);
  EXPECT_EQ(double_of(std::numeric_limits<double>::quiet_NaN()), "");
  EXPECT_EQ(double_of(std::numeric_limits<double>::infinity()), "");
}

TEST(JsonDouble, NoLocale) {
  const std::string before = setlocale(LC_NUMERIC, nullptr);
  for (const char* name : {"ru_RU.UTF-8", "de_DE.UTF-8", "ps_AF.UTF-8"}) {
    if (setlocale(LC_NUMERIC, name) == nullptr) continue;
    EXPECT_EQ(double_of(-1234567.25), "-1234567.250000") << name;
  }
  setlocale(LC_NUMERIC, before.c_str());
}

TEST(JsonLong, Table) {
  EXPECT_EQ(long_of(0), "0");
  EXPECT_EQ(long_of(-1), "-1");
  EXPECT_EQ(long_of(1234567890), "1234567890");
  EXPECT_EQ(long_of(INT64_MAX), "9223372036854775807");
  EXPECT_EQ(long_of(INT64_MIN), "-9223372036854775808");
}

}  // namespace
}  // namespace vkext::text
