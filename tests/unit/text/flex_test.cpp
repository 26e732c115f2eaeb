// vk_flex: the engine with a made-up language, the loader's mistakes, and our own Russian and Ukrainian rules.
//
// The rule files are read from data/ of this repository, found from this file's own path.
#include "text/flex.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "text/cp1251.h"

namespace vkext::text {
namespace {

std::string win(const std::string& utf8) { return utf8_to_win(utf8); }

std::string read_data(const std::string& name) {
  std::ifstream file(std::string(VKEXT_SOURCE_DIR "/data/") + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class FlexData : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    rules_ = new FlexRules;
    std::string error;
    ASSERT_TRUE(rules_->load(read_data("flex_ru.txt"), &error)) << error;
    ASSERT_TRUE(rules_->load(read_data("flex_uk.txt"), &error)) << error;
  }
  static void TearDownTestSuite() { delete rules_; }

  static std::string flex(const std::string& name, const std::string& case_name, int sex, const std::string& type,
                          int64_t language) {
    return win_to_utf8(rules_->decline(win(name), case_name, sex, type, language));
  }
  // Gen Dat Acc Ins Abl.
  static std::string all(const std::string& name, int sex, const std::string& type, int64_t language = 0) {
    std::string out;
    for (const char* c : {"Gen", "Dat", "Acc", "Ins", "Abl"}) {
      if (!out.empty()) out += ' ';
      out += flex(name, c, sex, type, language);
    }
    return out;
  }

  static FlexRules* rules_;
};
FlexRules* FlexData::rules_ = nullptr;

TEST_F(FlexData, Table) {
  EXPECT_EQ(flex("Иван", "Gen", 0, "names", 0), "Ивана");
  EXPECT_EQ(flex("Иван", "Dat", 0, "names", 0), "Ивану");
  EXPECT_EQ(flex("Иван", "Acc", 0, "names", 0), "Ивана");
  EXPECT_EQ(flex("Иван", "Ins", 0, "names", 0), "Иваном");
  EXPECT_EQ(flex("Иван", "Abl", 0, "names", 0), "Иване");
  EXPECT_EQ(flex("Иван", "Nom", 0, "names", 0), "Иван");
  EXPECT_EQ(flex("Иван", "", 0, "names", 0), "Иван");
  EXPECT_EQ(flex("Иван", "Zzz", 0, "names", 0), "Иван");
  EXPECT_EQ(flex("Мария", "Gen", 1, "names", 0), "Марии");
  EXPECT_EQ(flex("Иванов", "Gen", 0, "surnames", 0), "Иванова");
  EXPECT_EQ(flex("Иванова", "Dat", 1, "surnames", 0), "Ивановой");
  EXPECT_EQ(flex("Салтыков-Щедрин", "Gen", 0, "surnames", 0), "Салтыкова-Щедрина");
  EXPECT_EQ(flex("Анна-Мария", "Gen", 1, "names", 0), "Анны-Марии");
  EXPECT_EQ(flex("John", "Gen", 0, "names", 0), "John");
  EXPECT_EQ(flex("Иван", "Gen", 0, "names", 1), "Ивана");
  EXPECT_EQ(flex("Иван", "Gen", 0, "names", 777), "Ивана");
  EXPECT_EQ(flex("Іван", "Gen", 0, "names", 1), "Івана");
  EXPECT_EQ(flex("Иван", "Gen", 0, "names", -1), "Иван");
  EXPECT_EQ(flex("Иван", "Gen", 0, "names", 2), "Иван");
  EXPECT_EQ(flex("Иван", "Gen", 0, "zzz", 0), "Иван");
  EXPECT_EQ(flex("Иван", "Gen", 0, "", 0), "Иван");
  EXPECT_EQ(flex("", "Gen", 0, "names", 0), "");
}

TEST_F(FlexData, RussianNames) {
  EXPECT_EQ(all("Андрей", 0, "names"), "Андрея Андрею Андрея Андреем Андрее");
  EXPECT_EQ(all("Дмитрий", 0, "names"), "Дмитрия Дмитрию Дмитрия Дмитрием Дмитрии");
  EXPECT_EQ(all("Игорь", 0, "names"), "Игоря Игорю Игоря Игорем Игоре");
  EXPECT_EQ(all("Пётр", 0, "names"), "Петра Петру Петра Петром Петре");
  EXPECT_EQ(all("Павел", 0, "names"), "Павла Павлу Павла Павлом Павле");
  EXPECT_EQ(all("Лев", 0, "names"), "Льва Льву Льва Львом Льве");
  EXPECT_EQ(all("Илья", 0, "names"), "Ильи Илье Илью Ильей Илье");
  EXPECT_EQ(all("Никита", 0, "names"), "Никиты Никите Никиту Никитой Никите");
  EXPECT_EQ(all("Саша", 0, "names"), "Саши Саше Сашу Сашей Саше");
  EXPECT_EQ(all("Ольга", 1, "names"), "Ольги Ольге Ольгу Ольгой Ольге");
  EXPECT_EQ(all("Наталья", 1, "names"), "Натальи Наталье Наталью Натальей Наталье");
  EXPECT_EQ(all("Любовь", 1, "names"), "Любови Любови Любовь Любовью Любови");
  EXPECT_EQ(all("Мари", 1, "names"), "Мари Мари Мари Мари Мари");
  EXPECT_EQ(all("Кармен", 1, "names"), "Кармен Кармен Кармен Кармен Кармен");
}

TEST_F(FlexData, RussianSurnames) {
  EXPECT_EQ(all("Пушкин", 0, "surnames"), "Пушкина Пушкину Пушкина Пушкиным Пушкине");
  EXPECT_EQ(all("Соловьёва", 1, "surnames"), "Соловьёвой Соловьёвой Соловьёву Соловьёвой Соловьёвой");
  EXPECT_EQ(all("Достоевский", 0, "surnames"), "Достоевского Достоевскому Достоевского Достоевским Достоевском");
  EXPECT_EQ(all("Толстой", 0, "surnames"), "Толстого Толстому Толстого Толстым Толстом");
  EXPECT_EQ(all("Рабочий", 0, "surnames"), "Рабочего Рабочему Рабочего Рабочим Рабочем");
  EXPECT_EQ(all("Толстая", 1, "surnames"), "Толстой Толстой Толстую Толстой Толстой");
  EXPECT_EQ(all("Нижняя", 1, "surnames"), "Нижней Нижней Нижнюю Нижней Нижней");
  EXPECT_EQ(all("Шевчук", 0, "surnames"), "Шевчука Шевчуку Шевчука Шевчуком Шевчуке");
  EXPECT_EQ(all("Шевчук", 1, "surnames"), "Шевчук Шевчук Шевчук Шевчук Шевчук");
  EXPECT_EQ(all("Шевченко", 0, "surnames"), "Шевченко Шевченко Шевченко Шевченко Шевченко");
  EXPECT_EQ(flex("Черных", "Gen", 0, "surnames", 0), "Черных");
  EXPECT_EQ(flex("Гулиа", "Gen", 0, "surnames", 0), "Гулиа");
  EXPECT_EQ(flex("Сова", "Dat", 1, "surnames", 0), "Сове");
  EXPECT_EQ(flex("Дарвин", "Ins", 0, "surnames", 0), "Дарвином");
  EXPECT_EQ(flex("Бонч-Бруевич", "Gen", 0, "surnames", 0), "Бонч-Бруевича");
  EXPECT_EQ(flex("ИВАНОВ", "Gen", 0, "surnames", 0), "ИВАНОВА");
  EXPECT_EQ(flex("И", "Gen", 0, "surnames", 0), "И");
}

TEST_F(FlexData, Ukrainian) {
  EXPECT_EQ(all("Андрій", 0, "names", 1), "Андрія Андрієві Андрія Андрієм Андрієві");
  EXPECT_EQ(all("Вероніка", 1, "names", 1), "Вероніки Вероніці Вероніку Веронікою Вероніці");
  EXPECT_EQ(all("Марія", 1, "names", 1), "Марії Марії Марію Марією Марії");
  EXPECT_EQ(all("Шевченко", 0, "surnames", 1), "Шевченка Шевченкові Шевченка Шевченком Шевченкові");
  EXPECT_EQ(all("Шевченко", 1, "surnames", 1), "Шевченко Шевченко Шевченко Шевченко Шевченко");
  EXPECT_EQ(all("Українська", 1, "surnames", 1), "Української Українській Українську Українською Українській");
}

TEST_F(FlexData, HyphensStayWhereTheyAre) {
  EXPECT_EQ(flex("-", "Gen", 0, "names", 0), "-");
  EXPECT_EQ(flex("-Иван--Иван-", "Gen", 0, "names", 0), "-Ивана--Ивана-");
}

TEST_F(FlexData, LongNamesStay) {
  EXPECT_EQ(flex(std::string(1020, 'x') + "Иван", "Gen", 0, "names", 0), std::string(1020, 'x') + "Ивана");
  EXPECT_EQ(flex(std::string(1021, 'x') + "Иван", "Gen", 0, "names", 0), std::string(1021, 'x') + "Иван");
}

TEST(Flex, NoRulesNoChange) {
  const FlexRules rules;
  EXPECT_TRUE(rules.empty());
  EXPECT_EQ(rules.decline("abc", "Gen", 0, "names", 0), "abc");
}

TEST(Flex, Precedence) {
  FlexRules rules;
  std::string error;
  ASSERT_TRUE(
      rules.load("flex 1\r\n"
                 "language 3 4  # two ids\n"
                 "letters bc\n"
                 "cases One Two\n"
                 "names\n"
                 "*b both: 1 _\n"
                 "*ab() male: 2 22\n"
                 "xa(b) both: 3 33\n"
                 "*ab- both: 4 44\n"
                 "xab- both: 5 55\n"
                 "*zzab fixed\n"
                 "*[cd]c() both: 6 66\n",
                 &error))
      << error;
  auto one = [&rules](const char* name, int sex = 0) { return rules.decline(name, "One", sex, "names", 4); };
  EXPECT_EQ(one("qb"), "q1");
  EXPECT_EQ(rules.decline("qb", "Two", 0, "names", 3), "q");
  EXPECT_EQ(one("qab"), "qab2");
  EXPECT_EQ(one("qab", 1), "qab");
  EXPECT_EQ(one("qab", 7), "qab2");
  EXPECT_EQ(one("xab"), "xa3");
  EXPECT_EQ(one("qab-"), "q4-");
  EXPECT_EQ(one("xab-xab"), "5-xa3");
  EXPECT_EQ(one("yxab"), "yxab2");
  EXPECT_EQ(one("zzab"), "zzab");
  EXPECT_EQ(one("zcc"), "zcc6");
  EXPECT_EQ(one("zdc"), "zdc6");
  EXPECT_EQ(one("zbc"), "zbc");
  EXPECT_EQ(one("b"), "b");
  EXPECT_EQ(rules.decline("qb", "One", 0, "surnames", 3), "qb");
}

TEST(Flex, MistakesAreNamedWithTheirLine) {
  const std::string head = "flex 1\nlanguage 0\nletters ab\ncases One Two\nnames\n";
  struct Case {
    std::string file;
    std::string line;
  };
  const Case cases[] = {
      {"", "line 0"},
      {"# nothing\n", "line 1"},
      {"language 0\n", "line 1"},
      {"flex 2\n", "line 1"},
      {"flex 1\nnames\n", "line 2"},
      {"flex 1\nlanguage\n", "line 2"},
      {"flex 1\nlanguage -1\n", "line 2"},
      {"flex 1\nlanguage 0 1 0\n", "line 2"},
      {"flex 1\nlanguage 0\n*a fixed\n", "line 3"},
      {"flex 1\nlanguage 0\nnames\n*a both: x\n", "line 4"},
      {"flex 1\nlanguage 0\ncases\n", "line 3"},
      {"flex 1\nlanguage 0\ncases One One\n", "line 3"},
      {head + "cases One\n", "line 6"},
      {head + "names now\n", "line 6"},
      {head + "fixed\n", "line 6"},
      {head + "*a\n", "line 6"},
      {head + "*a fixed x\n", "line 6"},
      {head + "*a both: x\n", "line 6"},
      {head + "*a both: x y z\n", "line 6"},
      {head + "*a male: x y both: x y\n", "line 6"},
      {head + "*a other: x y\n", "line 6"},
      {head + "*a male: x female: y\n", "line 6"},
      {head + "a(b both: x y\n", "line 6"},
      {head + "a(b)c both: x y\n", "line 6"},
      {head + "a*b fixed\n", "line 6"},
      {head + "- fixed\n", "line 6"},
      {head + "*[ab fixed\n", "line 6"},
      {head + "*[] fixed\n", "line 6"},
      {head + "*[a][b] fixed\n", "line 6"},
      {head + "*a fixed\n*[ba] fixed\n", "line 7"},
      {head + std::string(65, 'a') + " fixed\n", "line 6"},
      {head + "*a both: x " + std::string(33, 'y') + "\n", "line 6"},
      {head + "*\xe6\x97\xa5 fixed\n", "line 6"},
      {head + "*\xff fixed\n", "line 6"},
      {head + std::string(5u << 20, ' '), "line 1"},
  };
  for (const Case& c : cases) {
    FlexRules rules;
    std::string error;
    EXPECT_FALSE(rules.load(c.file, &error)) << c.file.substr(0, 200);
    EXPECT_EQ(error.substr(0, error.find(':')), c.line) << error << "\n" << c.file.substr(0, 200);
    EXPECT_TRUE(rules.empty());
  }
}

TEST(Flex, AnIdBelongsToOneFile) {
  FlexRules rules;
  std::string error;
  ASSERT_TRUE(rules.load("flex 1\nlanguage 5\n", &error));
  EXPECT_FALSE(rules.load("flex 1\nlanguage 6 5\n", &error));
  EXPECT_TRUE(rules.load("flex 1\nlanguage 6\n", &error));
}

}  // namespace
}  // namespace vkext::text
