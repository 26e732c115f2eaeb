// Classes for PHP 8.1 and later: absolute texts of one of each kind, over support/zoo.tl.
#include "tool/php_modern.h"

#include <gtest/gtest.h>

#include "tl/load.h"
#include "tool/php_layout.h"

namespace vkext::test {
namespace {

using tool::php::File;

struct PhpModern : ::testing::Test {
  static void SetUpTestSuite() {
    tl::Schema schema;
    tl::Diagnostics diagnostics;
    ASSERT_TRUE(tl::load_path(VKEXT_SOURCE_DIR "/tests/support/zoo.tl", schema, diagnostics));
    auto package = tool::php::lay_out(schema, {false, true});
    ASSERT_TRUE(package.ok()) << package.error().text;
    files = new std::vector<File>(tool::php::write_modern(*package, {}));
  }
  static void TearDownTestSuite() { delete files; }
  // The text of a file below VK/TL behind its first comment; "absent".
  static std::string of(const std::string& name) {
    for (const File& f : *files) {
      if (f.path == "VK/TL/" + name + ".php") return f.text.substr(f.text.find(" */\n\n") + 5);
    }
    return "absent";
  }
  static std::vector<File>* files;
};
std::vector<File>* PhpModern::files = nullptr;

TEST_F(PhpModern, Record) {
  EXPECT_EQ(of("zoo/Types/zoo_cage"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

class zoo_cage
{
  public const BIT_LABEL_0 = 1 << 0;
  public const BIT_OPEN_1 = 1 << 1;
  public const BIT_ANIMAL_2 = 1 << 2;
  public const BIT_NEXT_3 = 1 << 3;
  public const BIT_LEFT_4 = 1 << 4;
  public const BIT_RIGHT_4 = 1 << 4;
  public const BIT_LOW_31 = 1 << 31;

  public ?string $label = null;
  public bool $open = false;
  public ?TL\zoo\Types\zoo_Animal $animal = null;
  public ?int $next = null;
  public ?int $left = null;
  public ?int $right = null;
  public ?float $low = null;

  public function __construct(
    public int $id = 0,
    ?string $label = null,
    bool $open = false,
    ?TL\zoo\Types\zoo_Animal $animal = null,
    ?int $next = null,
    ?int $left = null,
    ?int $right = null,
    ?float $low = null,
  ) {
    $this->label = $label;
    $this->open = $open;
    $this->animal = $animal;
    $this->next = $next;
    $this->left = $left;
    $this->right = $right;
    $this->low = $low;
  }

  public function calculateRights(bool $has_next): int {
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
}

TEST_F(PhpModern, Function) {
  EXPECT_EQ(of("zoo/Functions/zoo_onVisit"), R"PHP(namespace VK\TL\zoo\Functions;

use VK\TL;

class zoo_onVisit implements TL\RpcFunction
{
  private const RESULT = zoo_onVisit_result::class;

  public function __construct(
    public string $name = '',
  ) {
  }

  public static function functionReturnValue(?TL\RpcFunctionReturnResult $function_return_result): bool {
    if ($function_return_result instanceof zoo_onVisit_result) {
      return $function_return_result->value;
    }
    trigger_error('Unexpected result type in functionReturnValue: ' . get_debug_type($function_return_result), E_USER_WARNING);
    return (new zoo_onVisit_result())->value;
  }

  public static function result(TL\RpcResponse $response): bool {
    return self::functionReturnValue($response->getResult());
  }

  public static function createRpcServerResponse(bool $value): zoo_onVisit_result {
    return new zoo_onVisit_result($value);
  }

  public function getTLFunctionMagic(): int {
    return 0x438c1f50;
  }

  public function getTLFunctionName(): string {
    return 'zoo.onVisit';
  }

  public function typedStore(): ?TL\RpcFunctionFetcher {
    return null;
  }

  public function typedFetch(): ?TL\RpcFunctionFetcher {
    return null;
  }
}

class zoo_onVisit_result implements TL\RpcFunctionReturnResult
{
  public function __construct(
    public readonly bool $value = false,
  ) {
  }
}
)PHP");
  EXPECT_EQ(of("zoo/Functions/zoo_cages"), R"PHP(namespace VK\TL\zoo\Functions;

use VK\TL;

class zoo_cages implements TL\RpcFunction
{
  private const RESULT = zoo_cages_result::class;

  public function __construct(
    public int $rights = 0,
    /** @var int[] */
    public array $ids = [],
    /** @var int[] */
    public array $pages = [],
  ) {
  }

  /** @return TL\zoo\Types\zoo_cage[] */
  public static function functionReturnValue(?TL\RpcFunctionReturnResult $function_return_result): array {
    if ($function_return_result instanceof zoo_cages_result) {
      return $function_return_result->value;
    }
    trigger_error('Unexpected result type in functionReturnValue: ' . get_debug_type($function_return_result), E_USER_WARNING);
    return (new zoo_cages_result())->value;
  }

  /** @return TL\zoo\Types\zoo_cage[] */
  public static function result(TL\RpcResponse $response): array {
    return self::functionReturnValue($response->getResult());
  }

  public function getTLFunctionMagic(): int {
    return 0x3f90fb3b;
  }

  public function getTLFunctionName(): string {
    return 'zoo.cages';
  }

  public function typedStore(): ?TL\RpcFunctionFetcher {
    return null;
  }

  public function typedFetch(): ?TL\RpcFunctionFetcher {
    return null;
  }
}

class zoo_cages_result implements TL\RpcFunctionReturnResult
{
  public function __construct(
    /** @var TL\zoo\Types\zoo_cage[] */
    public readonly array $value = [],
  ) {
  }
}
)PHP");
}

TEST_F(PhpModern, Unions) {
  EXPECT_EQ(of("zoo/Types/zoo_Colour"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

enum zoo_Colour
{
  case red;
  case green;
}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_Animal"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

interface zoo_Animal
{
  public const CONSTRUCTORS = [
    TL\zoo\Types\zoo_cat::class,
    TL\zoo\Types\zoo_fish::class,
  ];
}
)PHP");
  EXPECT_EQ(of("zoo/Types/zoo_fish"), R"PHP(namespace VK\TL\zoo\Types;

use VK\TL;

class zoo_fish implements TL\zoo\Types\zoo_Animal
{
}
)PHP");
}

TEST_F(PhpModern, Answers) {
  EXPECT_EQ(of("RpcFunction"), R"PHP(namespace VK\TL;

use VK\TL;

interface RpcFunction
{
  public function getTLFunctionMagic(): int;

  public function getTLFunctionName(): string;

  public function typedStore(): ?TL\RpcFunctionFetcher;

  public function typedFetch(): ?TL\RpcFunctionFetcher;
}

interface RpcFunctionReturnResult
{
}
)PHP");
  EXPECT_EQ(of("RpcFunctionFetcher"), R"PHP(namespace VK\TL;

use VK\TL;

interface RpcFunctionFetcher
{
  public function typedStore(TL\RpcFunctionReturnResult $result);

  public function typedFetch(): TL\RpcFunctionReturnResult;
}
)PHP");
  EXPECT_EQ(of("RpcResponse"), R"PHP(namespace VK\TL;

use VK\TL;

interface RpcResponse
{
  public const CONSTRUCTORS = [
    TL\_common\Types\rpcResponseError::class,
    TL\_common\Types\rpcResponseHeader::class,
    TL\_common\Types\rpcResponseOk::class,
  ];

  public function getResult(): ?TL\RpcFunctionReturnResult;

  public function getHeader(): ?TL\_common\Types\rpcResponseHeader;

  public function isError(): bool;

  public function getError(): ?TL\_common\Types\rpcResponseError;
}
)PHP");
  EXPECT_EQ(of("_common/Types/rpcResponseHeader"), R"PHP(namespace VK\TL\_common\Types;

use VK\TL;

class rpcResponseHeader implements TL\RpcResponse
{
  public function __construct(
    public int $flags = 0,
    public ?TL\_common\Types\rpcReqResultExtra $extra = null,
    public TL\RpcFunctionReturnResult|TL\_common\Types\rpcResponseError|null $result = null,
  ) {
  }

  public function getResult(): ?TL\RpcFunctionReturnResult {
    return $this->result instanceof TL\_common\Types\rpcResponseError ? null : $this->result;
  }

  public function getHeader(): ?TL\_common\Types\rpcResponseHeader {
    return $this;
  }

  public function isError(): bool {
    return $this->result instanceof TL\_common\Types\rpcResponseError;
  }

  public function getError(): ?TL\_common\Types\rpcResponseError {
    return $this->result instanceof TL\_common\Types\rpcResponseError ? $this->result : null;
  }
}
)PHP");
}

TEST_F(PhpModern, Names) {
  EXPECT_EQ(of("_common/Types/list_"), R"PHP(namespace VK\TL\_common\Types;

use VK\TL;

class list_
{
  public const TL_NAME = 'list';

  public int $this = 0;

  public function __construct(
    int $this_ = 0,
    public string $that = '',
  ) {
    $this->this = $this_;
  }
}
)PHP");
}

TEST_F(PhpModern, Files) {
  EXPECT_EQ(files->size(), 50u);
  EXPECT_EQ(of("zoo/Types/zoo_red"), "absent");  // a case of zoo_Colour
}

}  // namespace
}  // namespace vkext::test
