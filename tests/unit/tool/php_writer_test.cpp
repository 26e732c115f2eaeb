// Classes as the reference generator writes them: absolute texts, over a schema of our own.
// rows: typed-3.1..7 typed-8.1..3
#include "tool/php_writer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "php_files.h"

namespace vkext::test {
namespace {

struct PhpWriter : ZooFiles<PhpWriter> {};

TEST_F(PhpWriter, Files) {
  std::vector<std::string> names;
  size_t classes = 0;
  for (const File& f : *files) {
    names.push_back(f.path.substr(6, f.path.size() - 10));
    classes += f.classes;
  }
  std::sort(names.begin(), names.end());
  const std::vector<std::string> expected{"RpcFunction",
                                          "RpcFunctionFetcher",
                                          "RpcResponse",
                                          "_common/Functions/forward",
                                          "_common/Functions/forwardAll",
                                          "_common/Functions/forwardPage",
                                          "_common/Functions/print_",
                                          "_common/Types/User_",
                                          "_common/Types/list_",
                                          "_common/Types/page__RpcFunctionReturnResult",
                                          "_common/Types/pairT__boolean__array_float",
                                          "_common/Types/pairT__int__string",
                                          "_common/Types/rpcReqResultExtra",
                                          "_common/Types/rpcResponseError",
                                          "_common/Types/rpcResponseHeader",
                                          "_common/Types/rpcResponseOk",
                                          "_common/Types/user",
                                          "_common/Types/userEmpty",
                                          "net/Types/net_pid",
                                          "zoo/Functions/zoo_boxes",
                                          "zoo/Functions/zoo_cages",
                                          "zoo/Functions/zoo_feeD_",
                                          "zoo/Functions/zoo_feed",
                                          "zoo/Functions/zoo_find",
                                          "zoo/Functions/zoo_maps",
                                          "zoo/Functions/zoo_onVisit",
                                          "zoo/Functions/zoo_same",
                                          "zoo/Functions/zoo_update",
                                          "zoo/Types/zoo_Animal",
                                          "zoo/Types/zoo_Box__PairT__boolean__array_float",
                                          "zoo/Types/zoo_Box__array_zoo_Animal",
                                          "zoo/Types/zoo_Box__boolean",
                                          "zoo/Types/zoo_Box__maybe_int",
                                          "zoo/Types/zoo_Colour",
                                          "zoo/Types/zoo_cage",
                                          "zoo/Types/zoo_cat",
                                          "zoo/Types/zoo_empty__PairT__boolean__array_float",
                                          "zoo/Types/zoo_empty__array_zoo_Animal",
                                          "zoo/Types/zoo_empty__boolean",
                                          "zoo/Types/zoo_empty__maybe_int",
                                          "zoo/Types/zoo_fish",
                                          "zoo/Types/zoo_full__PairT__boolean__array_float",
                                          "zoo/Types/zoo_full__array_zoo_Animal",
                                          "zoo/Types/zoo_full__boolean",
                                          "zoo/Types/zoo_full__maybe_int",
                                          "zoo/Types/zoo_green",
                                          "zoo/Types/zoo_map",
                                          "zoo/Types/zoo_map_arg2_item",
                                          "zoo/Types/zoo_peN_",
                                          "zoo/Types/zoo_pen",
                                          "zoo/Types/zoo_red",
                                          "zoo/Types/zoo_two"};
  EXPECT_EQ(names, expected);
  EXPECT_EQ(classes, 66u);
}

TEST_F(PhpWriter, Builtins) {
  EXPECT_EQ(of("RpcFunction"), R"PHP(#ifndef KPHP

namespace VK\TL;

/**
 * @kphp-tl-class
 */
interface RpcFunction {

  /**
   * @kphp-inline
   *
   * @return int
   */
  public function getTLFunctionMagic();
  /**
   * @kphp-inline
   *
   * @return string
   */
  public function getTLFunctionName();
  /**
   * @kphp-inline
   *
   * @return TL\RpcFunctionFetcher
   */
  public function typedStore();
  /**
   * @kphp-inline
   *
   * @return TL\RpcFunctionFetcher
   */
  public function typedFetch();
}

/**
 * @kphp-tl-class
 */
interface RpcFunctionReturnResult {

}

#endif
)PHP");
  EXPECT_EQ(of("RpcFunctionFetcher"), R"PHP(#ifndef KPHP

namespace VK\TL;

interface RpcFunctionFetcher {

  /**
   * @param \VK\TL\RpcFunctionReturnResult $result
   */
  public function typedStore($result);
  /**
   * @return \VK\TL\RpcFunctionReturnResult
   */
  public function typedFetch();
}

#endif
)PHP");
  EXPECT_EQ(of("RpcResponse"), R"PHP(#ifndef KPHP

namespace VK\TL;

use VK\TL;

/**
 * @kphp-tl-class
 */
interface RpcResponse {

  /** Allows kphp implicitly load all available constructors */
  const CONSTRUCTORS = [
    TL\_common\Types\rpcResponseError::class,
    TL\_common\Types\rpcResponseHeader::class,
    TL\_common\Types\rpcResponseOk::class
  ];

  /**
   * @return TL\RpcFunctionReturnResult
   */
  public function getResult();

  /**
   * @return TL\_common\Types\rpcResponseHeader
   */
  public function getHeader();

  /**
   * @return bool
   */
  public function isError();

  /**
   * @return TL\_common\Types\rpcResponseError
   */
  public function getError();

}

#endif
)PHP");
}

TEST_F(PhpWriter, Answers) {
  EXPECT_EQ(of("_common/Types/rpcResponseHeader"), R"PHP(namespace VK\TL\_common\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
class rpcResponseHeader implements TL\RpcResponse {

  /** @var int */
  public $flags = 0;

  /** @var TL\_common\Types\rpcReqResultExtra */
  public $extra = null;

  /** @var TL\RpcFunctionReturnResult */
  public $result = null;

  /**
   * @param int $flags
   * @param TL\_common\Types\rpcReqResultExtra $extra
   * @param TL\RpcFunctionReturnResult $result
   */
  public function __construct($flags = 0, $extra = null, $result = null) {
    $this->flags = $flags;
    $this->extra = $extra;
    $this->result = $result;
  }

  /**
   * @return TL\RpcFunctionReturnResult
   */
  public function getResult() {
    return $this->result;
  }

  /**
   * @return TL\_common\Types\rpcResponseHeader
   */
  public function getHeader() {
    return $this;
  }

  /**
   * @return bool
   */
  public function isError() {
    return false;
  }

  /**
   * @return null
   */
  public function getError() {
    return null;
  }

}
)PHP");
  EXPECT_EQ(of("_common/Types/rpcResponseError"), R"PHP(namespace VK\TL\_common\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
class rpcResponseError implements TL\RpcResponse {

  /** @var int */
  public $error_code = 0;

  /** @var string */
  public $error = '';

  /**
   * @param int $error_code
   * @param string $error
   */
  public function __construct($error_code = 0, $error = '') {
    $this->error_code = $error_code;
    $this->error = $error;
  }

  /**
   * @return null
   */
  public function getResult() {
    return null;
  }

  /**
   * @return null
   */
  public function getHeader() {
    return null;
  }

  /**
   * @return bool
   */
  public function isError() {
    return true;
  }

  /**
   * @return TL\_common\Types\rpcResponseError
   */
  public function getError() {
    return $this;
  }

}
)PHP");
}

TEST_F(PhpWriter, FieldsUnderMasks) {
  EXPECT_EQ(of("zoo/Types/zoo_cage"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

/**
 * @kphp-tl-class
 */
class zoo_cage {

  /** Field mask for $label field */
  const BIT_LABEL_0 = (1 << 0);

  /** Field mask for $open field */
  const BIT_OPEN_1 = (1 << 1);

  /** Field mask for $animal field */
  const BIT_ANIMAL_2 = (1 << 2);

  /** Field mask for $next field */
  const BIT_NEXT_3 = (1 << 3);

  /** Field mask for $left field */
  const BIT_LEFT_4 = (1 << 4);

  /** Field mask for $right field */
  const BIT_RIGHT_4 = (1 << 4);

  /** Field mask for $low field */
  const BIT_LOW_31 = (1 << 31);

  /** @var int */
  public $id = 0;

  /** @var string|null */
  public $label = null;

  /** @var boolean */
  public $open = false;

  /** @var TL\zoo\Types\zoo_Animal|null */
  public $animal = null;

  /** @var int|null */
  public $next = null;

  /** @var int|null */
  public $left = null;

  /** @var int|null */
  public $right = null;

  /** @var float|null */
  public $low = null;

  /**
   * @param int $id
   */
  public function __construct($id = 0) {
    $this->id = $id;
  }

  /**
   * @param bool $has_next
   * @return int
   */
  public function calculateRights($has_next) {
    $mask = 0;

    if ($this->label !== null) {
      $mask |= self::BIT_LABEL_0;
    }

    if ($this->open) {
      $mask |= self::BIT_OPEN_1;
    }

    if ($this->animal) {
      $mask |= self::BIT_ANIMAL_2;
    }

    if ($has_next) {
      $mask |= self::BIT_NEXT_3;
    }

    if ($this->left !== null && $this->right !== null) {
      $mask |= (self::BIT_LEFT_4 | self::BIT_RIGHT_4);
    }

    if ($this->low !== null) {
      $mask |= self::BIT_LOW_31;
    }

    return $mask;
  }

}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_two"), R"PHP(namespace VK\TL\zoo\Types;

/**
 * @kphp-tl-class
 */
class zoo_two {

  /** Field mask for $a field */
  const BIT_A_3 = (1 << 3);

  /** Field mask for $b field */
  const BIT_B_0 = (1 << 0);

  /** Field mask for $c field */
  const BIT_C_0 = (1 << 0);

  /** @var int */
  public $m1 = 0;

  /** @var int */
  public $own_mask = 0;

  /** @var int|null */
  public $a = null;

  /** @var int|null */
  public $b = null;

  /** @var int[]|null */
  public $c = null;

  /**
   * @param int $m1
   * @param int $own_mask
   */
  public function __construct($m1 = 0, $own_mask = 0) {
    $this->m1 = $m1;
    $this->own_mask = $own_mask;
  }

  /**
   * @return int
   */
  public function calculateM1() {
    $mask = 0;

    if ($this->b !== null && $this->c !== null) {
      $mask |= (self::BIT_B_0 | self::BIT_C_0);
    }

    return $mask;
  }

  /**
   * @return int
   */
  public function calculateOwnMask() {
    $mask = 0;

    if ($this->a !== null) {
      $mask |= self::BIT_A_3;
    }

    return $mask;
  }

}
)PHP");
}

}  // namespace
}  // namespace vkext::test
