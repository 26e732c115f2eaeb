--TEST--
query: unions, with and without a name; Maybe in every form
--INI--
tl.conffile={PWD}/query.tl
--FILE--
<?php
// rows: api-5.4.1 api-5.4.2
require __DIR__ . '/../_inc/query.inc';

function sets(string $function, array $values): void
{
    echo "$function\n";
    foreach ($values as $value) {
        echo '  ', encoded(['_' => $function, 'x' => $value]), "\n";
    }
}

sets('q.shape', [['_' => 'q.circle', 'r' => 5], ['q.circle', 5], ['q.circle', 'r' => 5], ['_' => 'q.none'], ['q.none'],
    ['_' => 'q.box', 'w' => 1, 'label' => 'x'], ['r' => 5, '_' => 'q.circle'],
    ['_' => 'q.group', 'shapes' => [['q.none'], ['_' => 'q.group', 'shapes' => []]]],
    ['_' => 'nope'], ['_' => 'q.Shape'], ['_' => 'circle', 'r' => 5], ['_' => 'Q.CIRCLE', 'r' => 5], ['_' => 5],
        ['_' => null],
    ['_' => 'q.circle'], ['_' => 'q.group', 'shapes' => [['q.none'], ['_' => 'q.circle']]], ['_' => "nul\0here"],
    [], ['r' => 5], ['w' => 1, 'label' => 'x'], ['shapes' => []], null, 5, 'q.none', true, ['_' => new stdClass()]]);
sets('q.maybe', [['_' => 'resultTrue', 'result' => 5], ['_' => 'resultFalse'], ['resultTrue', 5], ['resultFalse'],
    ['_' => 'resultTrue', 1 => 5], ['_' => 'resultTrue', 2 => 5], ['resultTrue', 'result' => 6, 1 => 5],
        ['_' => 'resultTrue'], ['resultTrue'],
    ['_' => 'resultTrue', 'result' => null], ['_' => 'resultFalse', 'result' => 5],
    null, false, true, 5, 0, 's', [], ['q'], ['_' => 'nope'], ['_' => 5], ['result' => 5], [5]]);
sets('q.maybeBool', [['_' => 'resultTrue', 'result' => false], ['_' => 'resultTrue', 'result' => true],
    ['_' => 'resultFalse']]);
sets('q.maybeMaybe', [['_' => 'resultTrue', 'result' => ['_' => 'resultTrue', 'result' => 5]],
    ['_' => 'resultTrue', 'result' => ['_' => 'resultFalse']], ['_' => 'resultTrue', 'result' => null],
        ['_' => 'resultFalse'], null,
    ['resultTrue', ['resultTrue', 5]]]);
sets('q.maybeShape', [['_' => 'resultTrue', 'result' => ['_' => 'q.circle', 'r' => 5]], ['resultTrue', ['q.none']],
    null,
    ['_' => 'q.circle', 'r' => 5]]);
?>
--EXPECT--
q.shape
  0b0000500200004005000000
  0b0000500200004005000000
  0b0000500200004005000000
  0b00005001000040
  0b00005001000040
  0b000050030000400100000001780000
  0b0000500200004005000000
  0b0000500400004002000000010000400400004000000000
  VkextTlException 0 q.shape → x: Unknown constructor nope for type q.Shape
  VkextTlException 0 q.shape → x: Unknown constructor q.Shape for type q.Shape
  VkextTlException 0 q.shape → x: Unknown constructor circle for type q.Shape, did you mean q.circle?
  VkextTlException 0 q.shape → x: Unknown constructor Q.CIRCLE for type q.Shape, did you mean q.circle?
  VkextTlException 0 q.shape → x: Unknown constructor 5 for type q.Shape
  VkextTlException 0 q.shape → x: Unknown constructor null for type q.Shape
  VkextTlException 0 q.shape → x.r: Field r not found
  VkextTlException 0 q.shape → x.shapes[1].r: Field r not found
  VkextTlException 0 q.shape → x: Unknown constructor nul for type q.Shape
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  0b00005001000040 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type q.Shape; the first one that fits was taken
  VkextTlException 0 q.shape → x: Unknown constructor object of stdClass for type q.Shape
q.maybe
  0c000050f88e9c3f05000000
  0c0000507b0a9327
  0c000050f88e9c3f05000000
  0c0000507b0a9327
  0c000050f88e9c3f05000000
  0c000050f88e9c3f05000000
  0c000050f88e9c3f06000000
  VkextTlException 0 q.maybe → x: Field result not found
  VkextTlException 0 q.maybe → x: Field result not found
  0c000050f88e9c3f00000000 | W vkext_tl_encode(): Null found instead of field "result". This will cause error in kPHP.
  0c0000507b0a9327
  0c0000507b0a9327
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  VkextTlException 0 q.maybe → x: Unknown constructor q for type Maybe
  VkextTlException 0 q.maybe → x: Unknown constructor nope for type Maybe
  VkextTlException 0 q.maybe → x: Unknown constructor 5 for type Maybe
  0c0000507b0a9327 | W vkext_tl_encode(): ### DEPRECATED TL FEATURE ###: The constructor name must be given under '_' for type Maybe; the first one that fits was taken
  VkextTlException 0 q.maybe → x: Unknown constructor 5 for type Maybe
q.maybeBool
  0d000050f88e9c3f379779bc
  0d000050f88e9c3fb5757299
  0d0000507b0a9327
q.maybeMaybe
  0e000050f88e9c3ff88e9c3f05000000
  0e000050f88e9c3f7b0a9327
  0e000050f88e9c3f7b0a9327 | W vkext_tl_encode(): Null found instead of field "result". This will cause error in kPHP.
  0e0000507b0a9327
  0e0000507b0a9327
  0e000050f88e9c3ff88e9c3f05000000
q.maybeShape
  0f000050f88e9c3f0200004005000000
  0f000050f88e9c3f01000040
  0f0000507b0a9327
  VkextTlException 0 q.maybeShape → x: Unknown constructor q.circle for type Maybe
