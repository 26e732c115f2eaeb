// Counters of one client: a plain struct, counted per query or per connection, never per value.
//
// Nothing here decides anything; PHP code prints them (vkext_prepare_stats) and tests look at them. They live as long
// as the client and are not reset between requests.
#pragma once

#include <cstdint>
#include <string>

namespace vkext::rpc {

struct Stats {
  uint64_t queries = 0;            // got an id, or were sent with ignore_answer
  uint64_t queries_finished = 0;   // a result came
  uint64_t queries_errored = 0;    // the server's error, or ours except a timeout
  uint64_t queries_timed_out = 0;
  uint64_t queries_abandoned = 0;  // forgotten while waiting: request end, or taken too early
  uint64_t queries_active = 0;     // waiting now

  uint64_t connections = 0;        // set up completely
  uint64_t connections_failed = 0; // refused, timed out, bad handshake
  uint64_t connections_lost = 0;   // had worked, then broke
  uint64_t connections_active = 0; // open now
  uint64_t requeued = 0;           // queries moved to a fresh connection because no byte of them had left

  uint64_t answers_unknown = 0;    // answers nobody waits for (any more): dropped
  uint64_t packets_unknown = 0;    // packets of types we do not know, and pongs nobody asked for: dropped
  uint64_t pings_sent = 0;
  uint64_t pongs_sent = 0;
  uint64_t bytes_sent = 0;
  uint64_t bytes_received = 0;
  uint64_t sleeps = 0;             // times a wait really slept
  uint64_t interruptions = 0;      // waits cut short by the caller's `interrupted`
  uint64_t forks = 0;              // times this client found itself in a child

  int last_error_code = 0;
  std::string last_error;
};

}  // namespace vkext::rpc
