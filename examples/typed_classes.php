<?php
// Classes of tl/demo.tl for typed.php, written by hand and shorter than what `vkext php tl/demo.tl -o DIR` makes of it:
// the names, namespaces and properties are the same, and they are all that matters to the extension.

namespace VK\TL {
    interface RpcFunction
    {
    }

    interface RpcFunctionReturnResult
    {
    }

    interface RpcResponse
    {
        public function getResult();

        public function isError();

        public function getError();
    }
}

namespace VK\TL\_common\Types {
    use VK\TL\RpcResponse;

    final class rpcResponseOk implements RpcResponse
    {
        public $result;

        public function getResult() { return $this->result; }

        public function isError() { return false; }

        public function getError() { return null; }
    }

    final class rpcResponseError implements RpcResponse
    {
        public $error_code = 0;
        public $error = '';

        public function getResult() { return null; }

        public function isError() { return true; }

        public function getError() { return $this; }
    }
}

namespace VK\TL\demo\Types {
    interface demo_Value
    {
    }

    final class demo_notFound implements demo_Value
    {
    }

    final class demo_bytes implements demo_Value
    {
        public $value = '';
    }

    final class demo_counter implements demo_Value
    {
        public $value = 0;
    }

    final class demo_words implements demo_Value
    {
        public $words = [];
    }
}

namespace VK\TL\demo\Functions {
    use VK\TL\RpcFunction;
    use VK\TL\RpcFunctionReturnResult;

    final class demo_get implements RpcFunction
    {
        public $key;

        public function __construct(string $key = '')
        {
            $this->key = $key;
        }
    }

    final class demo_get_result implements RpcFunctionReturnResult
    {
        public $value = null;
    }

    final class demo_setWords implements RpcFunction
    {
        public $key;
        public $words;

        public function __construct(string $key = '', array $words = [])
        {
            $this->key = $key;
            $this->words = $words;
        }
    }

    final class demo_setWords_result implements RpcFunctionReturnResult
    {
        public $value = false;
    }

    final class demo_incr implements RpcFunction
    {
        public $key;
        public $by;

        public function __construct(string $key = '', int $by = 0)
        {
            $this->key = $key;
            $this->by = $by;
        }
    }

    final class demo_incr_result implements RpcFunctionReturnResult
    {
        public $value = 0;
    }

    final class demo_delete implements RpcFunction
    {
        public $key;

        public function __construct(string $key = '')
        {
            $this->key = $key;
        }
    }

    final class demo_delete_result implements RpcFunctionReturnResult
    {
        public $value = false;
    }
}
