--TEST--
vk_sp_*: one line of the table each, and no limit of a million bytes
--FILE--
<?php
// rows: api-12.17
function show(string $win): void {
  echo '"', vk_win_to_utf8($win, false), "\"\n";
}
foreach (["Привет, Мир! Ёж", "ABC123", "&#65;&#1076;&amp;<br>x", ""] as $text) {
  $win = vk_utf8_to_win($text);
  foreach (['simplify', 'full_simplify', 'deunicode', 'to_upper', 'to_lower', 'sort', 'remove_repeats', 'to_cyrillic',
            'words_only'] as $name) {
    echo $name, ' ';
    $function = "vk_sp_$name";
    show($function($win));
  }
}
show(vk_sp_to_sort("cab"));
var_dump(strlen(vk_sp_simplify(str_repeat('A', 1 << 20))));
?>
--EXPECT--
simplify "приветмиреж"
full_simplify "приветтиреж"
deunicode "Привет, Мир! Ёж"
to_upper "ПРИВЕТ, МИР! ЁЖ"
to_lower "привет, мир! ёж"
sort "ЁМПвежииррт  !,"
remove_repeats "Привет, Мир! Ёж"
to_cyrillic "привет, тир! еж"
words_only " привет мир еж "
simplify "abc123"
full_simplify "авс12з"
deunicode "ABC123"
to_upper "ABC123"
to_lower "abc123"
sort "123ABC"
remove_repeats "ABC123"
to_cyrillic "авс12з"
words_only " abc123 "
simplify "651076ampbrx"
full_simplify "ах"
deunicode "A&
x"
to_upper "Aд&AMP;<BR>X"
to_lower "Aд&amp;<br>x"
sort "##&&&015667;;;<>abmprx"
remove_repeats "Aд&amp;<br>x"
to_cyrillic "&#б5;&#1о7б;&атр;<вr>х"
words_only " 65 1076 amp br x "
simplify ""
full_simplify ""
deunicode ""
to_upper ""
to_lower ""
sort ""
remove_repeats ""
to_cyrillic ""
words_only " "
"abc"
int(1048576)
