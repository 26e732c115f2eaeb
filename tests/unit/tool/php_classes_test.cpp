// The rest of the classes of support/zoo.tl as the reference generator writes them: functions, unions, names.
// rows: typed-1.3..4 typed-4.1..8 typed-5.1..10 typed-10.1..2
#include "tool/php_writer.h"

#include <gtest/gtest.h>

#include "php_files.h"

namespace vkext::test {
namespace {

struct PhpClasses : ZooFiles<PhpClasses> {};

TEST_F(PhpClasses, Function) {
  EXPECT_EQ(of("zoo/Functions/zoo_onVisit"), R"PHP(namespace VK\TL\zoo\Functions;

use VK\TL;

/**
 * @kphp-tl-class
 */
class zoo_onVisit implements TL\RpcFunction {

  /** @var string */
  public $name = '';

  /** Allows kphp implicitly load function result class */
  private const RESULT = TL\zoo\Functions\zoo_onVisit_result::class;

  /**
   * @param string $name
   */
  public function __construct($name = '') {
    $this->name = $name;
  }

  /**
   * @param TL\RpcFunctionReturnResult $function_return_result
   * @return boolean
   */
  public static function functionReturnValue($function_return_result) {
    if ($function_return_result instanceof zoo_onVisit_result) {
      return $function_return_result->value;
    }
    warning('Unexpected result type in functionReturnValue: ' . ($function_return_result ? get_class($function_return_result) : 'null'));
    return (new zoo_onVisit_result())->value;
  }

  /**
   * @kphp-inline
   *
   * @param TL\RpcResponse $response
   * @return boolean
   */
  public static function result(TL\RpcResponse $response) {
    return self::functionReturnValue($response->getResult());
  }

  /**
   * @param boolean $value
   * @return TL\zoo\Functions\zoo_onVisit_result
   */
  public static function createRpcServerResponse($value) {
    $response = new TL\zoo\Functions\zoo_onVisit_result();
    $response->value = $value;
    return $response;
  }

  /**
   * @kphp-inline
   *
   * @return int
   */
  public function getTLFunctionMagic() {
    return 0x438c1f50;
  }

  /**
   * @kphp-inline
   *
   * @return string
   */
  public function getTLFunctionName() {
    return 'zoo.onVisit';
  }

  /**
   * @kphp-inline
   *
   * @return TL\RpcFunctionFetcher
   */
  public function typedStore() {
    return null;
  }

  /**
   * @kphp-inline
   *
   * @return TL\RpcFunctionFetcher
   */
  public function typedFetch() {
    return null;
  }

}

/**
 * @kphp-tl-class
 */
class zoo_onVisit_result implements TL\RpcFunctionReturnResult {

  /** @var boolean */
  public $value = false;

}
)PHP");
}

TEST_F(PhpClasses, Union) {
  EXPECT_EQ(of("zoo/Types/zoo_Animal"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
interface zoo_Animal {

  /** Allows kphp implicitly load all available constructors */
  const CONSTRUCTORS = [
    TL\zoo\Types\zoo_cat::class,
    TL\zoo\Types\zoo_fish::class
  ];

}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_cat"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
class zoo_cat implements TL\zoo\Types\zoo_Animal {

  /** @var string */
  public $name = '';

  /** @var int */
  public $legs = 0;

  /**
   * @param string $name
   * @param int $legs
   */
  public function __construct($name = '', $legs = 0) {
    $this->name = $name;
    $this->legs = $legs;
  }

}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_fish"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
class zoo_fish implements TL\zoo\Types\zoo_Animal {

  /**
   * @kphp-inline
   */
  public function __construct() {
  }

}
)PHP");
}

TEST_F(PhpClasses, Names) {
  EXPECT_EQ(of("_common/Types/list_"), R"PHP(namespace VK\TL\_common\Types;

/**
 * @kphp-tl-class
 */
class list_ {

  /** What TL calls it */
  const TL_NAME = 'list';

  /** @var int */
  public $this = 0;

  /** @var string */
  public $that = '';

  /**
   * @param int $this_
   * @param string $that
   */
  public function __construct($this_ = 0, $that = '') {
    $this->this = $this_;
    $this->that = $that;
  }

}
)PHP");
  EXPECT_EQ(of("_common/Types/User_"), R"PHP(namespace VK\TL\_common\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
interface User_ {

  /** Allows kphp implicitly load all available constructors */
  const CONSTRUCTORS = [
    TL\_common\Types\user::class,
    TL\_common\Types\userEmpty::class
  ];

}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_peN_"), R"PHP(namespace VK\TL\zoo\Types;

/**
 * @kphp-tl-class
 */
class zoo_peN_ {

  /** What TL calls it */
  const TL_NAME = 'zoo.peN';

  /** @var int */
  public $ink = 0;

  /** @var int */
  public $price = 0;

  /**
   * @param int $ink
   * @param int $price
   */
  public function __construct($ink = 0, $price = 0) {
    $this->ink = $ink;
    $this->price = $price;
  }

}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_map_arg2_item"), R"PHP(namespace VK\TL\zoo\Types;

/**
 * @kphp-tl-class
 */
class zoo_map_arg2_item {

  /** @var int */
  public $x = 0;

  /** @var int */
  public $y = 0;

  /** @var string */
  public $label = '';

  /**
   * @param int $x
   * @param int $y
   * @param string $label
   */
  public function __construct($x = 0, $y = 0, $label = '') {
    $this->x = $x;
    $this->y = $y;
    $this->label = $label;
  }

}
)PHP");
}

// The lines of a class that begin so.
std::string lines(const std::string& text, const std::string& prefix) {
  std::string out;
  for (size_t at = text.find("\n" + prefix); at != std::string::npos; at = text.find("\n" + prefix, at + 1)) {
    out += text.substr(at + 1, text.find('\n', at + 1) - at);
  }
  return out;
}

TEST_F(PhpClasses, TypesOfFields) {
  EXPECT_EQ(lines(of("zoo/Functions/zoo_boxes"), "  /** @var") + lines(of("zoo/Functions/zoo_boxes"), "  public $"),
            "  /** @var TL\\zoo\\Types\\zoo_Box__maybe_int */\n"
            "  /** @var TL\\zoo\\Types\\zoo_Box__array_zoo_Animal */\n"
            "  /** @var TL\\zoo\\Types\\zoo_Box__boolean */\n"
            "  /** @var TL\\zoo\\Types\\zoo_Box__PairT__boolean__array_float */\n"
            "  public $a = null;\n  public $b = null;\n  public $c = null;\n  public $value = null;\n");
  EXPECT_EQ(lines(of("zoo/Functions/zoo_maps"), "  /** @var") + lines(of("zoo/Functions/zoo_maps"), "  public $"),
            "  /** @var (float|null)[] */\n  /** @var boolean[] */\n  /** @var int|null */\n  /** @var boolean */\n"
            "  public $a = [];\n  public $b = [];\n  public $c = null;\n  public $value = true;\n");
  EXPECT_EQ(lines(of("zoo/Functions/zoo_cages"), "  /** @var"),
            "  /** @var int */\n  /** @var int[] */\n  /** @var int[] */\n  /** @var TL\\zoo\\Types\\zoo_cage[] */\n");
  EXPECT_EQ(lines(of("zoo/Functions/zoo_find"), "  /** @var"),
            "  /** @var int[] */\n  /** @var TL\\zoo\\Types\\zoo_Colour */\n"
            "  /** @var TL\\zoo\\Types\\zoo_Animal|null */\n");
  EXPECT_EQ(lines(of("_common/Functions/forwardAll"), "  /** @var"),
            "  /** @var TL\\RpcFunction */\n  /** @var (TL\\RpcFunctionReturnResult|null)[] */\n");
  EXPECT_EQ(lines(of("_common/Functions/forwardPage"), "  /** @var"),
            "  /** @var TL\\RpcFunction */\n  /** @var TL\\_common\\Types\\page__RpcFunctionReturnResult */\n");
  EXPECT_EQ(lines(of("zoo/Types/zoo_full__boolean"), "  public $"), "  public $what = true;\n");
  EXPECT_EQ(lines(of("_common/Functions/print_"), "  public $value"), "  public $value = 0.0;\n");
  // one class for what spells its name alike
  EXPECT_EQ(lines(of("zoo/Functions/zoo_same"), "   * @param TL\\_common"),
            "   * @param TL\\_common\\Types\\pairT__int__string $a\n"
            "   * @param TL\\_common\\Types\\pairT__int__string $b\n"
            "   * @param TL\\_common\\Types\\pairT__int__string $c\n");
}

TEST_F(PhpClasses, MaskOfAFunction) {
  const std::string text = of("zoo/Functions/zoo_update");
  EXPECT_EQ(lines(text, "  public function"),
            "  public function __construct($mask = 0) {\n  public function calculateMask($has_note) {\n"
            "  public function getTLFunctionMagic() {\n  public function getTLFunctionName() {\n"
            "  public function typedStore() {\n  public function typedFetch() {\n");
  EXPECT_LT(text.find("calculateMask"), text.find("functionReturnValue"));
  EXPECT_LT(text.find("private const RESULT"), text.find("__construct"));
}

TEST_F(PhpClasses, ReservedWordsAndCase) {
  const std::string text = of("_common/Functions/print_");
  EXPECT_EQ(
      lines(text, "class "),
      "class print_ implements TL\\RpcFunction {\nclass print__result implements TL\\RpcFunctionReturnResult {\n");
  EXPECT_EQ(lines(text, "  const"), "  const TL_NAME = 'print';\n");
  EXPECT_NE(text.find("    return 'print';\n"), std::string::npos);
  EXPECT_EQ(lines(of("zoo/Functions/zoo_feed"), "class zoo_feed "), "class zoo_feed implements TL\\RpcFunction {\n");
  EXPECT_EQ(lines(of("zoo/Functions/zoo_feeD_"), "class "),
            "class zoo_feeD_ implements TL\\RpcFunction {\n"
            "class zoo_feeD__result implements TL\\RpcFunctionReturnResult {\n");
  EXPECT_EQ(of("zoo/Functions/zoo_feeD"), "absent");
}

TEST_F(PhpClasses, WhatIsNotWritten) {
  for (const char* name : {"_common/Functions/rpcInvokeReq", "_common/Types/RpcReqResult", "_common/Types/rpcReqError",
                           "zoo/Types/zoo_unreached", "zoo/Types/zoo_legs", "zoo/Types/zoo_tag",
                           "zoo/Functions/zoo_reset", "_common/Types/dictionary__float"}) {
    EXPECT_EQ(of(name), "absent") << name;
  }
}

TEST(PhpGenerator, Internals) { EXPECT_NE(text_of(zoo(true), "zoo/Functions/zoo_reset"), "absent"); }

TEST(PhpGenerator, Comments) {
  for (const File& f : zoo(false, true)) {
    if (f.path != "VK/TL/zoo/Types/zoo_two.php") continue;
    EXPECT_EQ(f.text.substr(0, f.text.find("namespace")),
              "<?php\n\n/**\n * AUTOGENERATED, DO NOT EDIT! If you want to modify it, check tl schema.\n *\n"
              " * This autogenerated code represents tl class for typed RPC API.\n *\n"
              " * zoo.two#aff59053\n *   m1:#\n *   own_mask:#\n *   a:own_mask.3?int\n *   b:m1.0?%zoo.Legs\n"
              " *   c:m1.0?(Vector int)\n *   = zoo.Two;\n */\n\n");
  }
}

TEST(PhpGenerator, AnswersWithoutTheirSchema) {
  const auto files = generate(load("int ? = Int;\n---functions---\nf x:int = Int;\n").schema);
  EXPECT_EQ(files.size(), 9u);
  EXPECT_NE(text_of(files, "_common/Types/rpcReqResultExtra"), "absent");
  EXPECT_NE(text_of(files, "net/Types/net_pid"), "absent");
  EXPECT_NE(text_of(files, "_common/Functions/f"), "absent");
}

std::string complaint(const std::string& text) {
  const Loaded l = load(text);
  EXPECT_TRUE(l.ok) << l.errors();
  auto package = tool::php::lay_out(l.schema, {});
  return package.ok() ? "none" : package.error().text;
}

TEST(PhpGenerator, NamesThatPhpCannotTellApart) {
  EXPECT_EQ(complaint("---functions---\nprint = Int;\nprinT = Int;\n"),
            "prinT: PHP cannot tell its class from another one called VK\\TL\\_common\\Functions\\prinT");
  EXPECT_EQ(complaint("---functions---\na.b_c = Int;\na.b.c x:int = Int;\n"),
            "a.b.c: PHP cannot tell its class from another one called VK\\TL\\a\\Functions\\a_b_c");
}

TEST(PhpGenerator, Shop) {
  const char* shared = getenv("VKEXT_SHARED");
  const std::string path = std::string(shared ? shared : VKEXT_SOURCE_DIR "/../shared") + "/reference/examples/shop.tl";
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  if (!tl::load_path(path, schema, diagnostics)) GTEST_SKIP() << path << " is not here";
  auto package = tool::php::lay_out(schema, {});
  ASSERT_TRUE(package.ok()) << package.error().text;
  const auto files = tool::php::write_classes(*package, {});
  EXPECT_EQ(files.size(), 36u);
  size_t classes = 0;
  for (const File& f : files) classes += f.classes;
  EXPECT_EQ(classes, 49u);
  EXPECT_EQ(lines(text_of(files, "shop/Types/shop_item"), "  public function"),
            "  public function __construct($id = 0) {\n"
            "  public function calculateFieldsMask($has_old_price, $has_rank) {\n");
  EXPECT_NE(text_of(files, "shop/Functions/shop_getItem").find("    return 0xce8da44d;\n"), std::string::npos);
}

}  // namespace
}  // namespace vkext::test
