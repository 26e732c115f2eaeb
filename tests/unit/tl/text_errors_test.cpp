// What is said about every mistake that the language allows: the place and the words. A row without errors is no
// mistake.
#include "support/schema.h"

namespace vkext::test {
namespace {

struct Row {
  const char* text;
  const char* errors;
};

constexpr Row kRows[] = {
    {"Foo x:int = Foo;", "2:1 the name of a combinator must begin with a lower-case letter"},
    {"a.B x:int = A;", "2:1 the name of a combinator must begin with a lower-case letter"},
    {"Final ;", "2:7 expected a type name, found ';'"},
    {"Final int;", "2:7 expected a type name, found 'int'"},
    {"New A", "2:6 expected ';', found end of file"},
    {"Pair ;", "2:1 a declaration of a type by itself says nothing"},
    {"Pair = int;", "2:1 the name of a combinator must begin with a lower-case letter"},
    {"Pair => int;", "2:1 the name of a combinator must begin with a lower-case letter"},
    {"A x", "2:4 expected ';', found end of file"},
    {"Pair int", "2:9 expected ';', found end of file"},
    {"a 5;", "2:1 unknown type or constructor 'a'"},
    {"a x:int;", "2:8 expected '=', found ';'"},
    {"_ int;", "2:6 expected '=', found ';'"},
    {"a#01020304 int;", "2:15 expected '=', found ';'"},
    {"a 1*[int];", "2:10 expected '=', found ';'"},
    {"a f.0?int;", "2:10 expected '=', found ';'"},
    {"a !X;", "2:5 expected '=', found ';'"},
    {"a {} x:int = A;", "2:4 expected an argument name, found '}'"},
    {"a {n m} = A n;", "2:7 expected ':', found '}'"},
    {"a {n:int} = A n;", "2:6 implicit argument must be '#' or 'Type', found 'int'"},
    {"a {n:Int} = A n;", "2:6 implicit argument must be '#' or 'Type', found 'Int'"},
    {"int ? Int;", "2:7 expected '=', found 'Int'"},
    {"int ? = int;", "2:9 expected a type name, found 'int'"},
    {"int ? = Int", "2:12 expected ';', found end of file"},
    {"integer ? = Integer;",
     "2:1 no built-in type 'integer' = 'Integer': there are int, long, float, double, string, object, function"},
    {"a {t:Type} ? = A t;", "2:12 expected '=', found '?'"},
    {"a _ x:int = A;", "2:5 expected ':', found 'x'"},
    {"a (x y int) = A;", "2:4 unknown constructor or variable 'x'"},
    {"a (x y:3*[int]) = A;", "2:8 a repetition cannot stand in a group"},
    {"a (x.y z:int) = A;", "2:4 a field name cannot contain a dot"},
    {"a (x y:%) = A;", "2:9 type expected, found ')'"},
    {"a (x y:int = A;", "2:12 expected ')', found '='"},
    {"a (x _:int) = A;", ""},
    {"a x.y:int = A;", "2:3 a field name cannot contain a dot"},
    {"a f:# x:f.?int = A;", "2:11 expected a bit number, found '?'"},
    {"a f:# x:f.99999999999?int = A;", "2:11 number is larger than 4294967295"},
    {"a f:# x:f.0$int = A;", "2:12 unexpected character '$'"},
    {"a f:# x:f.0 int = A;", "2:13 '?' expected after the bit number, found 'int'"},
    {"a f:# x:f.0?", "2:13 type expected, found end of file"},
    {"a f:# x:!f.0?int = A;", "2:11 expected '=', found '.'"},
    {"a n:# x:n*int = A;", "2:11 expected '[' after '*', found 'int'"},
    {"a n:# x:!n*[int] = A;", "2:10 '!' cannot stand before a repetition"},
    {"a n:# x:n*[= A;", "2:12 expected ']', found '='"},
    {"a n:# x:n*[] = A;", "2:11 a repetition needs at least one argument"},
    {"a = !A;", "2:5 result must be a type name, found '!'"},
    {"a = 5;", "2:5 result must be a type name, found '5'"},
    {"a = (A);", "2:5 result must be a type name, found '('"},
    {"a = a;", "2:5 result must be a type name, found 'a'"},
    {"a = ;", "2:5 expected result type, found ';'"},
    {"a = A B C D", "2:12 expected ';', found end of file"},
    {"a x:(int = A;", "2:10 expected ')', found '='"},
    {"a x:(3 int) = A;", "2:6 a type name must stand before type arguments"},
    {"a x:(# int) = A;", "2:6 a type name must stand before type arguments"},
    {"a n:# x:(Tuple int (n+1) 3) = A;", "2:10 type 'Tuple' needs 2 arguments, 3 given"},
    {"a n:# x:(n+1 int) = A;", "2:10 a type name must stand before type arguments"},
    {"a x:Vector<int = A;", "2:16 expected ',' or '>', found '='"},
    {"a x:Vector<> = A;", "2:12 type expected, found '>'"},
    {"a x:Vector<int,> = A;", "2:16 type expected, found '>'"},
    {"a x:(Vector int+) = A;", "2:17 type expected, found ')'"},
    {"a n:# x:(Tuple int n+(Vector int)) = A;", "2:23 a sum can have one variable only"},
    {"a n:# x:(Tuple int 1+%n) = A;", "2:23 number or variable expected in a sum"},
    {"a n:# x:(Tuple int 1+#) = A;", "2:22 number or variable expected in a sum"},
    {"a x:(Tuple int 4294967295+1) = A;", "2:27 sum is larger than 4294967295"},
    {"a x:4294967296*[int] = A;", "2:5 number is larger than 4294967295"},
    {"a n:# m:# x:(Tuple int n+m) = A;", "2:26 a sum can have one variable only"},
    {"a x:$ = A;", "2:5 unexpected character '$'"},
    {"a x:-1 = A;", "2:5 unexpected character '-'"},
    {"a x:\"s\" = A;", "2:5 unexpected character '\"'"},
    {"a x:_y = A;", "2:5 a name cannot begin with '_'"},
    {"---foo---\na = A;", "2:1 section must be ---types--- or ---functions---"},
    {"---types--\na = A;", "2:1 unexpected character '-'"},
    {"-- a = A;", "2:1 unexpected character '-'"},
    {"@ read a = A;", "2:1 annotation name expected after '@'"},
    {"@Read a = A;", "2:1 annotation name expected after '@'"},
    {"a x:Foo.bar = A;", "2:5 namespace must be lower-case, found 'Foo'"},
    {"a x:[int] = A;", "2:5 repetition without a count and no '#' argument before it"},
    {"a x:int [int] = A;", "2:9 repetition without a count and no '#' argument before it"},
    {"a x:(Vector [int]) = A;", "2:13 unexpected '[' in a type"},
    {"a x:Vector<[int]> = A;", "2:12 unexpected '[' in a type"},
    {"---functions---\n_ x:int = Int;", "3:1 a function must have a name"},
    {"---functions---\nf = f;", "3:5 result must be a type name, found 'f'"},
    {"---functions---\nf x:g = Int;\ng = Int;", "3:5 'g' is a function, a type must stand here"},
    {"---functions---\nf {X:Type} = Int;", "3:4 implicit argument 'X' does not occur in the result type"},
    {"---functions---\nf {X:Type} q:!X = X int;", "3:19 variable 'X' cannot have arguments"},
    {"---functions---\nf {X:Type} q:X = %X;", "3:18 result must be a type name, found '%'"},
    {"---functions---\nf q:!int = Int;", ""},
    {"---functions---\nf n:# q:!n = Int;", "3:10 a type must stand here, 'n' is a number"},
    {"a {n:#} x:n = A n;", "2:11 a type must stand here, 'n' is a number"},
    {"a {t:Type} x:%t = A t;", "2:15 '%' cannot be applied to variable 't'"},
    {"a {t:Type} x:(t int) = A t;", "2:15 variable 't' cannot have arguments"},
    {"a n:# x:(Tuple int %n) = A;", "2:21 '%' cannot be applied to a number"},
    {"a x:(Tuple int %5) = A;", "2:17 '%' cannot be applied to a number"},
    {"a {t:Type} x:(Tuple int t) = A t;", "2:25 argument 2 of 'Tuple' must be a number, found type 't'"},
    {"a x:(Tuple int #) = A;", "2:16 argument 2 of 'Tuple' must be a number, found type '#'"},
    {"a x:(Tuple int Vector) = A;", "2:16 argument 2 of 'Tuple' must be a number, found type 'Vector'"},
    {"a x:(Tuple int vector) = A;", "2:16 argument 2 of 'Tuple' must be a number, found type 'vector'"},
    {"a x:(Tuple int nothing) = A;", "2:16 argument 2 of 'Tuple' must be a number, found unknown name 'nothing'"},
    {"a x:(Tuple int nothing+1) = A;", "2:16 number or variable expected in a sum, found unknown name 'nothing'"},
    {"a count:# x:(Tuple int cuont+1) = A;",
     "2:24 number or variable expected in a sum, found unknown name 'cuont', did you mean count?"},
    {"a x:(Vector 5) = A;", "2:13 argument 1 of 'Vector' must be a type, found 5"},
    {"a x:(Vector 1+n) = A;", "2:15 a type must stand here, found a sum"},
    {"a x:%# = A;", "2:6 '%' cannot be applied to '#'"},
    {"a x:5 = A;", "2:5 field type must be a type, found number 5"},
    {"a n:# x:n+1 = A;", "2:10 expected '=', found '+'"},
    {"a x:Type = A;", "2:5 'Type' can only be the kind of an implicit argument"},
    {"a x:(Vector Type) = A;", "2:13 'Type' can only be the kind of an implicit argument"},
    {"a x:% = A;", "2:7 type expected, found '='"},
    {"a f:int x:f.0?int = A;", "2:11 field mask 'f' is not of type #"},
    {"a x:f.0?int f:# = A;", "2:5 unknown field mask 'f' (declared later)"},
    {"a x:f.0?int f:int = A;", "2:5 field mask 'f' is not of type #"},
    {"a f:3*[int] x:f.0?int = A;", "2:15 unknown field mask 'f'"},
    {"a {f:Type} x:f.0?int = A f;", "2:14 field mask 'f' is not of type #"},
    {"a x:m*[int] = A;", "2:5 'm' is not of type #"},
    {"a x:(Vector int)*[int] = A;", "2:5 'Vector' is not of type #"},
    {"a n:# x:%n*[int] = A;", "2:9 'n' is not of type #"},
    {"a {t:Type} x:t*[int] = A t;", "2:14 't' is not of type #"},
    {"a {t:Type} x:[int] = A t;", "2:14 repetition without a count and no '#' argument before it"},
    {"a n:# x:n*[b:int y:[int]] = A;", "2:20 repetition without a count and no '#' argument before it in this scope"},
    {"a x:#*[int] = A;", "2:5 the count is not of type #"},
    {"a x:int x:int = A;", "2:9 field 'x' is already declared in 'a'"},
    {"a {n:#} n:int = A n;", "2:9 field 'n' is already declared in 'a'"},
    {"a n:# x:n*[b:int b:int] = A;", "2:18 field 'b' is already declared in 'a'"},
    {"a = A;\na = B;", "3:1 constructor 'a' is already declared at line 2"},
    {"---functions---\nf = Int;\nf = Int;", "4:1 function 'f' is already declared at line 3"},
    {"_ = A;\n_ x:int = A;", "3:1 type 'A' already has a default constructor"},
    {"int x:int = Int;", "2:1 'int' is built in"},
    {"a = Int;", "2:1 'Int' is built in"},
    {"a = Type;", "2:5 'Type' cannot have constructors"},
    {"a = #;", "2:5 expected result type, found '#'"},
    {"a {t:Type} = t;", "2:14 result must be a type name, found 't'"},
    {"a {T:Type} x:T = T;", "2:18 a constructor's result must be a type name, 'T' is a variable"},
    {"b {T:Type} x:T = B;", "2:4 implicit argument 'T' does not occur in the result type"},
    {"a = A;\nb {t:Type} x:t = A t;", "3:18 type 'A' was declared with 0 arguments, 1 given"},
    {"a {n:#} = A n;\nb {t:Type} = A t;",
     "3:4 implicit argument 't' does not occur in the result type\n3:16 argument 1 of 'A' must be a number, found type "
     "'t'"},
    {"a = A 5;\nb = A 6;", ""},
    {"a {n:#} = A n+1;\nb = A int;", "3:7 argument 1 of 'A' must be a number, found type 'int'"},
    {"New A;\nb = A;\nNew A;", "4:5 type 'A' already has constructors at line 3"},
    {"Final Missing;", "2:7 type 'Missing' has no constructors"},
    {"Final A;\na = A;", "3:1 new constructor of type 'A' after the final statement at line 2"},
    {"a = A;\nNew A;", "3:5 type 'A' already has constructors at line 2"},
    {"Empty A;\na = A;", "3:1 new constructor of type 'A' after the final statement at line 2"},
    {"int#01020304 ? = Int;", "2:4 'int' is already declared with another magic at line 1"},
    {"long#01020304 ? = Long;\nlong ? = Long;", "3:1 'long' is already declared with another magic at line 2"},
    {"long ? = Long;\nlong#01020304 ? = Long;", "3:5 'long' is already declared with another magic at line 2"},
    {"@read a = A;", ""},
    {"a#0102030 = A;", ""},
    {"a#01020304f = A;", "2:2 constructor magic must have 8 lower-case hexadecimal digits"},
    {"a#0102030g = A;", "2:2 constructor magic must have 8 lower-case hexadecimal digits"},
    {"a#ABCDEF01 = A;", "2:2 constructor magic must have 8 lower-case hexadecimal digits"},
    {"a#00000000 = A;", "2:2 'a' has magic 0"},
    {"a#01020304 = A;\nb#01020304 = B;", "3:2 magic 01020304 is already used by 'a'"},
    {"pair {X:Type} {Y:Type} a:X b:Y = Pair X Y;\nPair int int int;", "3:1 'Pair' has 2 parameters, 3 given"},
    {"Pair int;", "2:1 unknown type or constructor 'Pair'; tl/common.tl declares it: load that file too"},
    {"pairs int;", "2:1 unknown type or constructor 'pairs'"},
    {"pair {n:#} a:n*[int] = Pair n;\nPair 5;\nPair int;",
     "4:6 argument 1 of 'Pair' must be a number, found type 'int'"},
    {"odd {X:Type} x:X = Odd (Vector X);\nOdd int;",
     "3:1 partial application needs constructors whose parameters are plain variables"},
    {"a next:a = A;", "2:1 'a' contains itself without a condition: infinite size"},
    {"a x:%B = A;\nb x:2*[a] = B;", "2:1 'a' contains itself without a condition: infinite size"},
    {"box {t:Type} v:t = Box t;\na x:%(Box a) = A;", "3:1 'a' contains itself without a condition: infinite size"},
    {"ua = U;\nub = U;\na x:ua = A;", "4:5 type 'U' has 2 constructors and cannot be bare"},
    {"Empty E;\na x:%E = A;", "3:6 type 'E' has 0 constructors and cannot be bare"},
    {"_ x:int = D;\na x:%D = A;", "3:6 type 'D' has a default constructor and cannot be bare"},
    {"a x:Vectr = A;", "2:5 unknown type 'Vectr', did you mean Vector?"},
    {"a x:(vectr int) = A;", "2:6 unknown constructor or variable 'vectr', did you mean vector?"},
    {"a x:Strng y:lng z:ns.string = A;",
     "2:5 unknown type 'Strng', did you mean String?\n2:13 unknown constructor or variable 'lng', did you mean "
     "long?\n2:19 unknown constructor or variable 'ns.string', did you mean string?"},
};

TEST(TextErrors, PlacesAndWords) {
  const std::string prelude =
      "int ? = Int; string ? = String; vector {t:Type} # [t] = Vector t; tuple {t:Type} {n:#} [t] = Tuple t n;\n";
  for (const Row& row : kRows) {
    const Loaded l = load(prelude + row.text);
    EXPECT_EQ(l.errors(), row.errors) << row.text;
    EXPECT_EQ(l.ok, *row.errors == '\0') << row.text;
  }
}

// A file has its share of errors, and no error of it is looked up after that.
TEST(TextErrors, TwentyOfAFile) {
  std::string text;
  for (int i = 0; i != 40; ++i) {
    const std::string n = std::to_string(i);
    text += "a" + n + " x:f.0?Missing" + n + " y:(Vectr int) = A" + n + ";\n";
  }
  const Loaded l = load(text + "Nothing int;\n");
  EXPECT_FALSE(l.ok);
  EXPECT_EQ(l.diagnostics.size(), 20u);
  EXPECT_EQ(l.diagnostics[0].line, 1u);
}

TEST(TextErrors, Limits) {
  std::string arguments, parameters, deep = "int";
  for (int i = 0; i != 260; ++i) arguments += " n" + std::to_string(i) + ":#";
  EXPECT_NE(load("a" + arguments + " = A;").errors().find("more than 250 variables"), std::string::npos);
  for (int i = 0; i != 64; ++i) parameters += " x" + std::to_string(i);
  std::string groups = "{" + parameters.substr(1) + ":Type}";
  EXPECT_NE(load("a " + groups + " = A" + parameters + ";").errors().find("more than 63 parameters"),
            std::string::npos);
  for (int i = 0; i != 70; ++i) deep = "Vector<" + deep + ">";
  EXPECT_NE(load("vector {t:Type} # [t] = Vector t; a x:" + deep + " = A;").errors().find("nested too deeply"),
            std::string::npos);
  std::string partials = "box {t:Type} v:t = Box t;\n";
  for (int i = 0; i != 1001; ++i) partials += "Box int;";
  EXPECT_NE(load(partials).errors().find("too many partial applications"), std::string::npos);
  // A type of many constructors, applied in part to many others.
  std::string copies;
  for (int i = 0; i != 2000; ++i) copies += "c" + std::to_string(i) + " {t:Type} a:t = T t;\n";
  for (int i = 0; i != 1000; ++i) copies += "p" + std::to_string(i) + " = P" + std::to_string(i) + "; ";
  for (int i = 0; i != 1000; ++i) copies += "T P" + std::to_string(i) + ";";
  EXPECT_NE(load(copies).errors().find("partial applications make too many constructors"), std::string::npos);
  std::string fields;
  for (int i = 0; i != 40; ++i) fields += " f" + std::to_string(i) + ":int";
  EXPECT_EQ(load("a" + fields + " int f7:int = A;").errors(),
            "1:" + std::to_string(2 + fields.size() + 5) + " field 'f7' is already declared in 'a'");
}

}  // namespace
}  // namespace vkext::test
