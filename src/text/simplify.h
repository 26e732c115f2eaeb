// The vk_sp_* family: texts in cp1251 brought to a form in which spellings that look or read alike are equal.
//
// Bytes in, bytes out, of any content and length. The results are stored and compared by their users, so every table
// here is a contract: changing one byte changes what they find. Nothing depends on the locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vkext::text {

// Letters of cp1251 change case; 98, A0 and AD become a space in both directions.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
uint8_t lower_byte(uint8_t byte);
uint8_t upper_byte(uint8_t byte);

// Lower case, only digits and letters, Cyrillic of other languages folded to Russian or Latin letters.
std::string simplify(std::string_view text);
// Entities to the one byte they look like; those that look like none vanish. Also &amp; &lt; &gt; &quot; and <br>.
// The bytes it makes are not looked at again.
std::string deunicode(std::string_view text);
// deunicode, then simplify, then letters and digits to the Cyrillic letter they look like.
std::string full_simplify(std::string_view text);
// As full_simplify, but nothing is decoded and nothing vanishes: what simplify would remove stays as it is.
std::string to_cyrillic(std::string_view text);
// The words of simplify between single spaces, one at each end; " " when there are none.
std::string words_only(std::string_view text);

// Bytes in order of signed char: Cyrillic before ASCII.
std::string sort_bytes(std::string_view text);
// Of equal neighbours one stays.
std::string remove_repeats(std::string_view text);

}  // namespace vkext::text
