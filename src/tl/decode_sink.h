// What a sink of the decoder may be beside what every sink is. See zend/array_sink.h for a whole one.
#pragma once

#include <type_traits>

namespace vkext::tl {

// A sink for servers and tools says `static constexpr bool kDecodesQueries = true`. It is then also asked where the
// value of a present Maybe goes (`present(slot)`), and builds whole queries (`begin_query(slot, function, record)`).
template <class Sink, class = void>
struct DecodesQueries : std::false_type {};
template <class Sink>
struct DecodesQueries<Sink, std::enable_if_t<Sink::kDecodesQueries>> : std::true_type {};

// A sink that looks at the cursor while values come in says `static constexpr bool kWatchesCursor = true`.
template <class Sink, class = void>
struct WatchesCursor : std::false_type {};
template <class Sink>
struct WatchesCursor<Sink, std::enable_if_t<Sink::kWatchesCursor>> : std::true_type {};

// A sink whose records may be rows of slots at equal distances says `static constexpr bool kHasRows = true`: row(record)
// is the first slot or null, next_in_row(slot) the next. Nothing is asked or told about single fields of a row then.
template <class Sink, class = void>
struct HasRows : std::false_type {};
template <class Sink>
struct HasRows<Sink, std::enable_if_t<Sink::kHasRows>> : std::true_type {};

}  // namespace vkext::tl
