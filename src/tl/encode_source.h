// What the encoder and its sources say to each other beside single values. See zend/array_source.h for a whole source.
#pragma once

#include <cstdint>
#include <type_traits>

namespace vkext::tl {

// Where the next bytes go, kept in registers while bare scalars are stored: a byte written through the buffer could, for
// all the compiler knows, be a part of the buffer itself. Room for one word of 8 bytes per field still to come is always
// there.
struct Tail {
  uint8_t* at;
  uint8_t* end;
};

// A source that stores plain fields all at once says `static constexpr bool kStoresPlain = true`: store_plain() stores
// from `op` on what it can without a question asked, and returns the first field that it left.
template <class Source, class = void>
struct StoresPlain : std::false_type {};
template <class Source>
struct StoresPlain<Source, std::enable_if_t<Source::kStoresPlain>> : std::true_type {};

}  // namespace vkext::tl
