// What the client does for each query besides the codec: framing both ways, and the table of queries.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "rpc/connection.h"
#include "rpc/packet.h"
#include "rpc/query_table.h"

namespace {

using namespace vkext;       // NOLINT
using namespace vkext::rpc;  // NOLINT

void frame_out(benchmark::State& state) {
  Buffer out;
  const std::string body(static_cast<size_t>(state.range(0)), 'b');
  uint64_t id = 1;
  for (auto _ : state) {
    append_packet(out, 1, magic::kInvokeReq, {&id, 8}, Bytes(body), Crc::castagnoli, false);
    if (out.size() > limits::kIoChunkBytes) out.clear();
    ++id;
  }
}
BENCHMARK(frame_out)->Arg(16)->Arg(256)->Arg(4096);

void frame_in(benchmark::State& state) {
  Buffer in;
  const std::string body(static_cast<size_t>(state.range(0)), 'b');
  append_packet(in, 1, magic::kReqResult, Bytes(body), {}, Crc::castagnoli, false);
  FrameRules rules;
  rules.crc = Crc::castagnoli;
  uint32_t skip_words = 0;
  for (auto _ : state) benchmark::DoNotOptimize(next_frame(in.bytes(), rules, skip_words));
}
BENCHMARK(frame_in)->Arg(16)->Arg(256)->Arg(4096);

// The life of a query in a table of `range` others.
void query_life(benchmark::State& state) {
  QueryTable table;
  QueryList list;
  for (int64_t i = 0; i < state.range(0); ++i) table.create(table.next_id(), list);
  for (auto _ : state) {
    const int64_t id = table.next_id();
    table.create(id, list);
    Query* q = table.find(id);
    table.remove(list, *q);
    table.drop(q);
  }
}
BENCHMARK(query_life)->Arg(0)->Arg(1000)->Arg(100000);

// Room for a packet, a view of its body, and both given back.
void receive_buffer(benchmark::State& state) {
  ReceiveBuffer in;
  Slice slice;
  for (auto _ : state) {
    size_t room = 0;
    uint8_t* p = in.room(0, room);
    benchmark::DoNotOptimize(p);
    in.received(64);
    in.slice(16, 40, slice);
    in.consume(64);
    slice.reset();
  }
}
BENCHMARK(receive_buffer);

// A frame of `range` bytes that comes in pieces, into memory that is used again.
void large_frame(benchmark::State& state) {
  ReceiveBuffer in;
  const auto frame = static_cast<size_t>(state.range(0));
  const std::string piece(ReceiveBuffer::kReadBytes, 'p');
  for (auto _ : state) {
    for (size_t come = 0; come < frame;) {
      size_t room = 0;
      uint8_t* p = in.room(come ? frame : 0, room);
      const size_t n = std::min({room, piece.size(), frame - come});
      memcpy(p, piece.data(), n);
      in.received(n);
      come += n;
    }
    in.consume(frame);
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(large_frame)->Arg(1 << 20)->Arg(16 << 20);

void carry(Connection& from, Connection& to) {
  for (Bytes out = from.output(); out.size; out = from.output()) {
    size_t room = 0;
    uint8_t* p = to.receive_room(room);
    const size_t n = std::min(room, out.size);
    memcpy(p, out.data, n);
    to.received(n, 1);
    from.sent(n);
  }
}

// `range` queries there and back between two connections in the clear: framing, checksums, slices, no socket.
void connection_round(benchmark::State& state) {
  Setup setup;
  Connection client(setup);
  setup.role = Role::server;
  Connection server(setup);
  Packet packet;
  const auto meet = [&](Connection& from, Connection& to) {
    carry(from, to);
    while (to.next(packet) == Next::packet) {
      if (packet.kind == PacketKind::request && !server.send_result(packet.query_id, packet.body.bytes()).ok()) return;
      packet.body.reset();
    }
  };
  for (int i = 0; i < 3; ++i) {
    meet(client, server);
    meet(server, client);
  }
  const std::string body(24, 'b');
  uint64_t id = 0;
  uint32_t seq = 0;
  for (auto _ : state) {
    for (int64_t i = 0; i < state.range(0); ++i) client.send_quickly(++id, Bytes(body), seq);
    meet(client, server);
    meet(server, client);
  }
  if (!client.is_ready()) state.SkipWithError("the connection is not ready");
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(connection_round)->Arg(1)->Arg(100)->Iterations(100000);

}  // namespace

BENCHMARK_MAIN();
