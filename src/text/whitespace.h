// vk_whitespace_pack: runs of white space become one, for HTML that nobody reads as source.
//
// Works on bytes in any ASCII-compatible encoding; white space is tab, LF, CR and space, nothing else. Never parses
// HTML: it knows four literal tags and eleven punctuation bytes.
#pragma once

#include <string>
#include <string_view>

namespace vkext::text {

// A run becomes one LF if it held an LF, else one space. A single byte of white space stays as it is.
// `html`: a run vanishes at the ends of the text and beside < > ( ) { } / " : , ; and a single tab or CR is a run too.
// What stands between <pre> or <code> (exactly so) and its matching close tag is copied; an open tag without one
// protects the rest of the text, a close tag without an open one means nothing.
std::string whitespace_pack(std::string_view text, bool html);

}  // namespace vkext::text
