--TEST--
typed: constants, properties with their defaults and types, parameters and methods of the reference example's classes
--SKIPIF--
<?php
$shared = getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared';
if (!is_file("$shared/reference/examples/shop.tl")) die('skip the example is not here');
if (getenv('VKEXT_VALGRIND')) echo 'skip nothing of the extension in it';
?>
--FILE--
<?php
// rows: typed-12.1..23
require __DIR__ . '/../_inc/generated.inc';
$schema = (getenv('VKEXT_SHARED') ?: dirname(__DIR__, 3) . '/shared') . '/reference/examples/shop.tl';
$folder = generate_classes(escapeshellarg($schema));
autoload_from($folder);
$names = [];
foreach (load_all($folder) as $name) {
  $names[] = $name;
  if (class_exists("{$name}_result")) $names[] = "{$name}_result";
}

function text_of($value): string {
  return $value === [] ? '[]' : ($value === null ? 'null' : var_export($value, true));
}
foreach ($names as $name) {
  $class = new ReflectionClass($name);
  echo substr($name, 6), $class->isInterface() ? ' (interface)' : '';
  foreach ($class->getInterfaceNames() as $parent) echo ' : ', substr($parent, 6);
  echo "\n";
  foreach ($class->getConstants() as $constant => $value) {
    if ($constant === 'RESULT' || ($constant === 'CONSTRUCTORS' && !$class->isInterface())) continue;
    echo "  $constant = ", is_array($value) ? implode(', ', array_map(function ($c) { return substr($c, strrpos($c, '\\') + 1); }, $value)) : $value, "\n";
  }
  foreach ($class->getDefaultProperties() as $property => $value) {
    preg_match('~@var (\S+)~', $class->getProperty($property)->getDocComment(), $found);
    echo "  \$$property = ", text_of($value), " ($found[1])\n";
  }
  foreach ($class->getMethods() as $method) {
    if (in_array($method->getName(), ['functionReturnValue', 'result', 'getTLFunctionMagic', 'getTLFunctionName', 'typedStore', 'typedFetch']) && !$class->isInterface()) continue;
    echo '  ', $method->isStatic() ? 'static ' : '', $method->getName(), '(';
    echo implode(', ', array_map(function ($p) {
      return '$' . $p->getName() . ($p->isOptional() ? ' = ' . text_of($p->getDefaultValue()) : '');
    }, $method->getParameters())), ")\n";
  }
  if ($class->implementsInterface('VK\TL\RpcFunction') && !$class->isInterface()) {
    printf("  %s %08x\n", (new $name)->getTLFunctionName(), (new $name)->getTLFunctionMagic());
  }
}
?>
--EXPECT--
RpcFunction (interface)
  getTLFunctionMagic()
  getTLFunctionName()
  typedStore()
  typedFetch()
RpcFunctionFetcher (interface)
  typedStore($result)
  typedFetch()
RpcResponse (interface)
  CONSTRUCTORS = rpcResponseError, rpcResponseHeader, rpcResponseOk
  getResult()
  getHeader()
  isError()
  getError()
_common\Functions\rpcDestActor : RpcFunction
  $actor_id = 0 (int)
  $query = null (TL\RpcFunction)
  __construct($actor_id = 0, $query = null)
  rpcDestActor 7568aabd
_common\Functions\rpcDestActor_result : RpcFunctionReturnResult
  $value = null (TL\RpcFunctionReturnResult)
_common\Functions\rpcDestActorFlags : RpcFunction
  $actor_id = 0 (int)
  $flags = 0 (int)
  $extra = null (TL\_common\Types\rpcInvokeReqExtra)
  $query = null (TL\RpcFunction)
  __construct($actor_id = 0, $flags = 0, $extra = null, $query = null)
  rpcDestActorFlags f0a5acf7
_common\Functions\rpcDestActorFlags_result : RpcFunctionReturnResult
  $value = null (TL\RpcFunctionReturnResult)
_common\Functions\rpcDestFlags : RpcFunction
  $flags = 0 (int)
  $extra = null (TL\_common\Types\rpcInvokeReqExtra)
  $query = null (TL\RpcFunction)
  __construct($flags = 0, $extra = null, $query = null)
  rpcDestFlags e352035e
_common\Functions\rpcDestFlags_result : RpcFunctionReturnResult
  $value = null (TL\RpcFunctionReturnResult)
_common\Types\Either__string__shop_Money (interface)
  CONSTRUCTORS = left__string__shop_Money, right__string__shop_Money
_common\Types\left__string__shop_Money : _common\Types\Either__string__shop_Money
  $value = '' (string)
  __construct($value = '')
_common\Types\right__string__shop_Money : _common\Types\Either__string__shop_Money
  $value = null (TL\shop\Types\shop_money)
  __construct($value = null)
_common\Types\rpcInvokeReqExtra
  BIT_RETURN_BINLOG_POS_0 = 1
  BIT_RETURN_REQUEST_SIZES_3 = 8
  BIT_NO_RESULT_7 = 128
  BIT_CUSTOM_TIMEOUT_MS_23 = 8388608
  $return_binlog_pos = false (boolean)
  $return_request_sizes = false (boolean)
  $no_result = false (boolean)
  $custom_timeout_ms = null (int|null)
  __construct()
  calculateFlags()
_common\Types\rpcReqResultExtra
  BIT_BINLOG_POS_0 = 1
  BIT_BINLOG_TIME_1 = 2
  BIT_ENGINE_PID_2 = 4
  BIT_REQUEST_SIZE_3 = 8
  BIT_RESPONSE_SIZE_3 = 8
  BIT_FAILED_SUBQUERIES_4 = 16
  BIT_COMPRESSION_VERSION_5 = 32
  BIT_STATS_6 = 64
  BIT_SHARDS_BINLOG_POS_14 = 16384
  BIT_EPOCH_NUMBER_27 = 134217728
  BIT_VIEW_NUMBER_27 = 134217728
  $binlog_pos = null (int|null)
  $binlog_time = null (int|null)
  $engine_pid = null (TL\net\Types\net_pid|null)
  $request_size = null (int|null)
  $response_size = null (int|null)
  $failed_subqueries = null (int|null)
  $compression_version = null (int|null)
  $stats = null (string[]|null)
  $shards_binlog_pos = null (int[]|null)
  $epoch_number = null (int|null)
  $view_number = null (int|null)
  __construct()
  calculateFlags()
_common\Types\rpcResponseError : RpcResponse
  $error_code = 0 (int)
  $error = '' (string)
  __construct($error_code = 0, $error = '')
  getResult()
  getHeader()
  isError()
  getError()
_common\Types\rpcResponseHeader : RpcResponse
  $flags = 0 (int)
  $extra = null (TL\_common\Types\rpcReqResultExtra)
  $result = null (TL\RpcFunctionReturnResult)
  __construct($flags = 0, $extra = null, $result = null)
  getResult()
  getHeader()
  isError()
  getError()
_common\Types\rpcResponseOk : RpcResponse
  $result = null (TL\RpcFunctionReturnResult)
  __construct($result = null)
  getResult()
  getHeader()
  isError()
  getError()
_common\Types\vectorTotal__shop_Money
  $total_count = 0 (int)
  $vector = [] (TL\shop\Types\shop_money[])
  __construct($total_count = 0, $vector = [])
net\Types\net_pid
  $ip = 0 (int)
  $port_pid = 0 (int)
  $utime = 0 (int)
  __construct($ip = 0, $port_pid = 0, $utime = 0)
rpcProxy\Functions\rpcProxy_diagonal : RpcFunction
  $query = null (TL\RpcFunction)
  __construct($query = null)
  rpcProxy.diagonal bceb94c3
rpcProxy\Functions\rpcProxy_diagonal_result : RpcFunctionReturnResult
  $value = [] ((TL\RpcFunctionReturnResult|null)[])
shop\Functions\shop_byInt : RpcFunction
  $ids = [] ((float|null)[])
  $big = [] (boolean[])
  __construct($ids = [], $big = [])
  shop.byInt 1a34996a
shop\Functions\shop_byInt_result : RpcFunctionReturnResult
  $value = 0 (int)
shop\Functions\shop_getItem : RpcFunction
  $fields_mask = 0 (int)
  $id = 0 (int)
  __construct($fields_mask = 0, $id = 0)
  shop.getItem ce8da44d
shop\Functions\shop_getItem_result : RpcFunctionReturnResult
  $value = null (TL\shop\Types\shop_item|null)
shop\Functions\shop_grid16 : RpcFunction
  $seed = 0 (int)
  __construct($seed = 0)
  shop.grid16 256e394d
shop\Functions\shop_grid16_result : RpcFunctionReturnResult
  $value = null (TL\shop\Types\shop_grid)
shop\Functions\shop_listItems : RpcFunction
  $fields_mask = 0 (int)
  $ids = [] (int[])
  $page = [] (int[])
  __construct($fields_mask = 0, $ids = [], $page = [])
  shop.listItems 0df46f05
shop\Functions\shop_listItems_result : RpcFunctionReturnResult
  $value = [] (TL\shop\Types\shop_item[])
shop\Functions\shop_onEvent : RpcFunction
  $name = '' (string)
  __construct($name = '')
  static createRpcServerResponse($value)
  shop.onEvent 277130a4
shop\Functions\shop_onEvent_result : RpcFunctionReturnResult
  $value = false (boolean)
shop\Functions\shop_payment : RpcFunction
  $order = null (TL\_common\Types\Either__string__shop_Money)
  __construct($order = null)
  shop.payment 8e723afc
shop\Functions\shop_payment_result : RpcFunctionReturnResult
  $value = null (TL\shop\Types\shop_PaymentState__int)
shop\Functions\shop_searchByKey : RpcFunction
  $key = [] (int[])
  __construct($key = [])
  shop.searchByKey 5fca5268
shop\Functions\shop_searchByKey_result : RpcFunctionReturnResult
  $value = null (TL\_common\Types\vectorTotal__shop_Money)
shop\Functions\shop_setPrices : RpcFunction
  $prices = [] (TL\shop\Types\shop_money[])
  $matrix = [] (int[][])
  $opt = null (string[]|null)
  __construct($prices = [], $matrix = [], $opt = null)
  shop.setPrices b640cda7
shop\Functions\shop_setPrices_result : RpcFunctionReturnResult
  $value = false (boolean)
shop\Types\shop_Delivery (interface)
  CONSTRUCTORS = shop_digital, shop_physical
shop\Types\shop_PaymentState__int (interface)
  CONSTRUCTORS = shop_paid__int, shop_unpaid__int
shop\Types\shop_digital : shop\Types\shop_Delivery
  $url = '' (string)
  __construct($url = '')
shop\Types\shop_geo
  $lat = 0.0 (float)
  $lon = 0.0 (float)
  __construct($lat = 0.0, $lon = 0.0)
shop\Types\shop_grid
  $n = 0 (int)
  $cells = [] (TL\shop\Types\shop_grid_arg2_item[])
  __construct($n = 0, $cells = [])
shop\Types\shop_grid_arg2_item
  $x = 0 (int)
  $y = 0 (int)
  $label = '' (string)
  __construct($x = 0, $y = 0, $label = '')
shop\Types\shop_item
  BIT_TITLE_0 = 1
  BIT_PRICE_1 = 2
  BIT_HIDDEN_2 = 4
  BIT_OLD_PRICE_3 = 8
  BIT_TAGS_4 = 16
  BIT_DELIVERY_5 = 32
  BIT_RANK_6 = 64
  BIT_IN_STOCK_7 = 128
  $id = 0 (int)
  $title = null (string|null)
  $price = null (TL\shop\Types\shop_money|null)
  $hidden = false (boolean)
  $old_price = null (TL\shop\Types\shop_money|null)
  $tags = null (string[]|null)
  $delivery = null (TL\shop\Types\shop_Delivery|null)
  $rank = null (int|null)
  $in_stock = null (boolean|null)
  __construct($id = 0)
  calculateFieldsMask($has_old_price, $has_rank)
shop\Types\shop_money
  $amount = 0 (int)
  $currency = '' (string)
  __construct($amount = 0, $currency = '')
shop\Types\shop_paid__int : shop\Types\shop_PaymentState__int
  $at = 0 (int)
  $payload = 0 (int)
  __construct($at = 0, $payload = 0)
shop\Types\shop_physical : shop\Types\shop_Delivery
  $to = null (TL\shop\Types\shop_geo)
  $fragile = false (boolean)
  __construct($to = null, $fragile = false)
shop\Types\shop_unpaid__int : shop\Types\shop_PaymentState__int
  __construct()
