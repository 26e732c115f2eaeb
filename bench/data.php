<?php
/*
 * The values that the benchmarks encode and decode, the same for every codec, and the generated classes of typed mode.
 */

namespace VK\TL\bench\Types {
    class bench_user
    {
        public $id = 0, $name = '', $email = '', $age = 0, $score = 0.0, $active = false, $city = '', $created = 0;
        public $visits = 0, $balance = 0, $rating = 0.0, $bio = '';
    }
}

namespace VK\TL\bench\Functions {
    class bench_users
    {
        public $x = [];
    }
    class bench_users_result
    {
        public $value = null;
    }
}

namespace VK\TL\demo\Types {
    class demo_notFound {}
    class demo_bytes
    {
        public $value = '';
    }
}

namespace VK\TL\demo\Functions {
    class demo_get
    {
        public $key = '';
    }
    class demo_get_result
    {
        public $value = null;
    }
}

namespace VK\TL\_common\Types {
    class rpcResponseOk
    {
        public $result = null;
    }
    class rpcResponseHeader
    {
        public $flags = 0, $extra = null, $result = null;
    }
    class rpcResponseError
    {
        public $error_code = 0, $error = '';
    }
}

namespace {
    function users(int $n): array
    {
        $list = [];
        for ($i = 0; $i < $n; $i++) {
            $list[] = [
                'id' => 1000000007 * ($i + 1), 'name' => "user number $i", 'email' => "user$i@example.com", 'age' => 20 + $i % 60,
                'score' => $i * 1.25, 'active' => $i % 3 != 0, 'city' => 'Saint Petersburg', 'created' => 1700000000 + $i,
                'visits' => $i % 1000, 'balance' => -$i * 100, 'rating' => 4.5, 'bio' => 'likes long walks and short queries',
            ];
        }
        return $list;
    }

    function tree(int $depth): array
    {
        $list = [];
        for ($i = 0; $i < 8; $i++) {
            $list["key$i"] = $depth > 1 ? tree($depth - 1) : $i;
        }
        return $list;
    }

    function counters(int $n): array
    {
        $list = [];
        for ($i = 0; $i < $n; $i++) {
            $list["counter_$i"] = $i;
        }
        return $list;
    }

    /** The data sets of docs/bench.md: the value. "ints1000" and "counters10" have that many elements. */
    function data_set(string $name)
    {
        if (preg_match('/^(ints|counters|strings)(\d+)$/', $name, $m)) {
            $n = (int)$m[2];
            return $m[1] === 'counters' ? counters($n) : ($m[1] === 'ints' ? range(1, $n) :
                array_map(function ($i) { return "string $i"; }, range(1, $n)));
        }
        switch ($name) {
            case 'small': return ['name' => 'greeting', 'a' => 1, 'b' => 2, 'c' => 3, 'ok' => true];
            case 'users': return users(1000);
            case 'ints': return range(1, 100000);
            case 'strings': return array_map(function ($i) { return "string $i"; }, range(1, 10000));
            case 'tree': return tree(4);
            case 'counters': return counters(100000);
            case 'blob': return str_repeat('0123456789abcdef', 65536);
        }
        fwrite(STDERR, "no data set $name\n");
        exit(2);
    }

    /** The same with an object for each user. */
    function as_objects(array $users): array
    {
        return array_map(function ($row) {
            $user = new VK\TL\bench\Types\bench_user;
            foreach ($row as $key => $value) {
                $user->$key = $value;
            }
            return $user;
        }, $users);
    }
}
