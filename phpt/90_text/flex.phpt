--TEST--
vk_flex with our own rules; cp1251 in and out
--INI--
vkext.flex_data={PWD}/../../data/flex_ru.txt:{PWD}/../../data/flex_uk.txt
--FILE--
<?php
// rows: help-6.0..8
function flex(string $name, string $case, int $sex, string $type, int $lang = 0): void {
  echo vk_win_to_utf8(vk_flex(vk_utf8_to_win($name), $case, $sex, $type, $lang)), "\n";
}
foreach (['Gen', 'Dat', 'Acc', 'Ins', 'Abl', 'Nom', '', 'Zzz'] as $case) flex('Иван', $case, 0, 'names');
flex('Мария', 'Gen', 1, 'names');
flex('Иванов', 'Gen', 0, 'surnames');
flex('Иванова', 'Dat', 1, 'surnames');
flex('Салтыков-Щедрин', 'Gen', 0, 'surnames');
flex('Анна-Мария', 'Gen', 1, 'names');
flex('John', 'Gen', 0, 'names');
flex('Иван', 'Gen', 0, 'names', 1);
flex('Иван', 'Gen', 0, 'names', 777);
flex('Іван', 'Gen', 0, 'names', 1);
flex('Иван', 'Gen', 0, 'names', -1);
flex('Иван', 'Gen', 0, 'zzz');
var_dump(vk_flex(str_repeat("\xe0", 1025), 'Gen', 0, 'names', 0) === str_repeat("\xe0", 1025));
?>
--EXPECT--
Ивана
Ивану
Ивана
Иваном
Иване
Иван
Иван
Иван
Марии
Иванова
Ивановой
Салтыкова-Щедрина
Анны-Марии
John
Ивана
Ивана
Івана
Иван
Иван
bool(true)
