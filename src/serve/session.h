// One client of the server: packets in, calls to the service, packets out. No socket, no event loop.
//
// Owns the connection's protocol state and its delayed answers. Times are inputs. What a client can make it hold is
// bounded: delayed answers by number, output by stopping to read (wants_input()).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "base/buffer.h"
#include "rpc/connection.h"
#include "rpc/headers.h"
#include "serve/service.h"

namespace vkext::serve {

// What every session of one server shares.
struct ServerState {
  Service* service = nullptr;
  rpc::ProcessId identity;
  bool stopping = false;
  uint64_t requests = 0;
  uint64_t errors = 0;
  uint64_t connections = 0;
};

class Session {
 public:
  static constexpr size_t kDelayedMax = 10'000;
  static constexpr size_t kOutputBytesMax = 32u << 20;

  Session(rpc::Setup setup, ServerState& server) : connection_(std::move(setup)), server_(server) {}

  rpc::Connection& connection() { return connection_; }
  // Serves what has come in. False: nothing more will be served; close when the output is out.
  bool serve(int64_t now_ns);
  // Stop reading while the client does not read.
  bool wants_input() const { return connection_.output_bytes() < kOutputBytesMax; }

  // When the next delayed answer is due; INT64_MAX when there is none.
  int64_t next_due_ns() const { return due_.empty() ? INT64_MAX : due_.begin()->first; }
  void answer_due(int64_t now_ns);
  // The server is about to stop: says so, and ends delayed answers with an error.
  void stop();
  // Gives back what a burst took; for idle sessions.
  void trim() {
    connection_.trim();
    out_.trim(0);
    answer_.trim(0);
  }

 private:
  struct Delayed {
    std::string bytes;  // the packet's body behind the query id
    std::multimap<int64_t, uint64_t>::iterator due;
  };

  void request(uint64_t query_id, Bytes body, uint32_t packet_bytes, int64_t now_ns);
  void reply(uint64_t query_id, const rpc::RequestHead& head, uint32_t packet_bytes, const Outcome& outcome,
             int64_t now_ns);
  void send(uint64_t query_id, Bytes body);
  bool health(Bytes body);

  rpc::Connection connection_;
  ServerState& server_;
  Buffer out_;
  Buffer answer_;
  std::multimap<int64_t, uint64_t> due_;
  std::unordered_map<uint64_t, Delayed> delayed_;
};

}  // namespace vkext::serve
