// Everything this thread owns beyond one call: schema, client, buffers, handles, queries in flight.
//
// The composition root: it makes the parts and hands them to each other. One per thread, made by GINIT. What belongs to
// a request is dropped in end_request(), whatever happened before (a bailout included); connections and the schema of
// MINIT stay.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/buffer.h"
#include "base/limits.h"
#include "php/actors.h"
#include "php/extra_info.h"
#include "php/forks.h"
#include "php/globals.h"
#include "php/raw_buffers.h"
#include "rpc/client.h"
#include "tl/encode.h"
#include "tl/result_shape.h"
#include "tl/tree.h"
#include "zend/class_bind.h"
#include "zend/codec.h"
#include "zend/names.h"
#include "zend/notes.h"

namespace vkext::php {

// A schema with what this thread keeps beside it. Counted: queries in flight keep theirs over a reload. It has a number
// among those of its thread, by which cookies name it.
struct BoundSchema {
  BoundSchema(zend::Schema* s, std::vector<BoundSchema*>& all);
  ~BoundSchema();
  BoundSchema(const BoundSchema&) = delete;

  void hold() { ++holders; }
  void drop() {
    if (--holders == 0) delete this;
  }

  zend::Schema* schema;
  zend::RowTemplates rows;
  zend::Keys keys;
  uint32_t holders = 1;
  uint32_t number;

 private:
  std::vector<BoundSchema*>& all_;
};

// What is remembered of a query until its answer is taken, where it does not fit into the client's cookie: the cookie is
// its address then. The usual query fits: the number of its schema, its function, and whether objects were stored.
struct Pending {
  BoundSchema* schema = nullptr;
  tl::ResultShape shape;
  bool typed = false;
  zval fetcher;      // typed: what typedStore() returned; undef otherwise
  Pending* next_free = nullptr;
};

// The view that decoding takes of either. Good as long as the cookie is not forgotten.
struct Asked {
  BoundSchema* schema = nullptr;  // null: nothing is known, the bytes did not come from a TL query
  const uint32_t* shape = nullptr;
  bool typed = false;
  zend_object* fetcher = nullptr;
};

// What new_rpc_connection() returned: a number the script passes around.
struct Handle {
  uint32_t target = 0;
  int64_t actor = 0;
  double timeout = 0;
};

struct SendError {
  enum class Of : uint8_t { one_query, numbered_entry, named_entry };
  int code;
  std::string text;
  Of of;  // and under which key of a batch
  zend_long number;
  std::string key;
};

// An encode in progress: another one (user code may query while we store, or suspend its fiber) takes another place.
struct Workplace {
  bool busy = false;
  BoundSchema* bound = nullptr;  // what is stored by; held, since user code may load another one meanwhile
  Buffer body;
  tl::ResultShape shape;
  zend::Notes notes;
  tl::EncodeError error;
  std::optional<zend::QueryEncoder> encoder;  // of `bound`, with the settings of the last query

  void clear() {
    body.clear();
    shape.clear();
    notes.clear();
    if (UNEXPECTED(error.failed())) error.clear();
  }
};

// An answer being decoded: it outlives a bailout in mid-decode by one RSHUTDOWN.
struct AnswerPlace {
  bool busy = false;
  bool everyday = false;  // of `answer`, only state, body and cookie are set
  rpc::Answer answer;
  Buffer unpacked;  // of a gzip_packed answer
};

// For rpc_get_last_error().
struct LastError {
  int code = 0;
  std::string text, host, phase, path;
  int port = 0;
  double elapsed = 0, limit = 0;

  void set(int c, const char* p, const char* t);
  void set(const rpc::FailureDetail& detail);
  // Of a failed query; `detail` is used when it tells of the same failure.
  void set(const rpc::Answer& answer, const rpc::FailureDetail& detail);
};

class Runtime {
 public:
  Runtime();
  ~Runtime();
  Runtime(const Runtime&) = delete;

  // --- schema ---
  BoundSchema* schema() {  // null when none is loaded
    return EXPECTED(!request_ && boot_ && boot_->schema == boot_schema) ? boot_ : find_schema();
  }
  zend::Schema* protocol();      // tl/rpc.tl, for headers
  zend::RowTemplates& protocol_rows();
  uint32_t extra_plan();         // of reqResultHeader's extra, in the protocol's plans
  // Replaces the schema of this request (RSHUTDOWN goes back). True also when the same or an older one is kept.
  // False: schema_error() says why.
  bool load_schema(const char* path);
  const std::string& schema_error() const { return schema_error_; }
  // The files that a path names; kept here while a script may run.
  const std::vector<std::string>& list_schema_files(const char* path);
  // The schema as a tree, kept here while PHP makes its copy; drop_description() when it has.
  const tl::Tree& describe_schema();
  void drop_description() { schema_tree_ = tl::Tree(); }
  // At MINIT, once per process; names become permanent.
  static bool load_boot_schema(const std::string& path, std::string& error);
  static void drop_boot_schema();
  // At RINIT: the schema of the process, when tl.conffile has another value than it had, and with `enabled`
  // (tl.conffile_autoreload) when the files changed; looks at their times at most once a second.
  // False: there was a change, and schema_error() says why it was not taken.
  bool autoreload(const char* path, bool enabled);

  // --- client ---
  rpc::Client& client() { return EXPECTED(client_ != nullptr) ? *client_ : make_client(); }
  bool has_client() const { return client_ != nullptr; }
  // Closes every connection; queries that wait are gone.
  void drop_client() { client_.reset(); }
  // Kept here while a script's array is made of it.
  void refresh_pool_status() { pool_status_ = client_->pool_status(); }
  const std::vector<rpc::PoolEntry>& pool_status() const { return pool_status_; }

  // --- handles ---
  zend_long add_handle(const Handle& handle);
  const Handle* find_handle(zend_long number) const {
    const auto i = static_cast<zend_ulong>(number) - 1;
    return i < handles_.size() ? &handles_[i] : nullptr;
  }
  // Handles of actors by their names (vkext.actors), and their queries.
  std::unordered_map<std::string, zend_long> actors;
  ActorQueries actor_queries;

  // --- forks ---
  // Made by the first use in a request; whoever waits for an answer lets them run.
  Forks& forks() {
    if (!forks_) forks_ = std::make_unique<Forks>();
    return *forks_;
  }
  bool has_forks() const { return forks_ != nullptr; }

  // Of the last query that was an object and does not store itself: classes do not change within a request.
  zend_class_entry* plain_class = nullptr;

  // --- pending queries ---
  // A cookie for a query stored by this schema (null: by none of them). 0: out of memory.
  uint64_t remember(BoundSchema* bound, const tl::ResultShape& shape, bool typed) {
    if (EXPECTED(bound && shape.size() == 1 && bound->number < kSchemaNumbers)) {
      bound->hold();
      return usual_cookie(*bound, shape.data()[0]) | (typed ? 2 : 0);
    }
    return remember_at_length(bound, shape, typed, nullptr);
  }
  // Of the usual query; it has to be held as well.
  static uint64_t usual_cookie(const BoundSchema& bound, uint32_t function) {
    return uint64_t{function} << 32 | uint64_t{bound.number} << 2 | 1;
  }
  // The same with an object that will fetch the answer; takes it over.
  uint64_t remember_at_length(BoundSchema* bound, const tl::ResultShape& shape, bool typed, zval* fetcher);
  Asked asked(uint64_t cookie, uint32_t& word) const {
    if (EXPECTED(cookie & 1)) {
      word = static_cast<uint32_t>(cookie >> 32);
      return {bound_[cookie >> 2 & (kSchemaNumbers - 1)], &word, (cookie & 2) != 0, nullptr};
    }
    return asked_at_length(cookie);
  }
  // The same of the usual query, stored from an array; null for all others.
  BoundSchema* usual(uint64_t cookie, uint32_t& function) const {
    function = static_cast<uint32_t>(cookie >> 32);
    return EXPECTED((cookie & 3) == 1) ? bound_[cookie >> 2 & (kSchemaNumbers - 1)] : nullptr;
  }
  // The answer is taken, or will never be. May run a destructor.
  void forget(uint64_t cookie) {
    if (EXPECTED(cookie & 1)) {
      bound_[cookie >> 2 & (kSchemaNumbers - 1)]->drop();
    } else if (cookie) {
      free_pending(reinterpret_cast<Pending*>(cookie));
    }
  }
  // store_* and fetch_*
  RawBuffers& raw() { return raw_; }
  ExtraInfo& extra() { return extra_; }

  // --- work in progress ---
  // What a workplace keeps for the next query of the request, and what for the next request.
  static constexpr size_t kBodyBytesKept = 4u << 20;
  static constexpr size_t kBodyBytesKeptLong = limits::kIoChunkBytes * 4;
  __attribute__((always_inline)) Workplace& enter_workplace() {
    Workplace& place = free_place(workplaces_);
    place.clear();
    return place;
  }
  // The schema in force, which the place holds from now on; null when none is loaded.
  BoundSchema* schema_for(Workplace& place) {
    BoundSchema* bound = schema();
    if (UNEXPECTED(place.bound != bound)) bind(place, bound);
    return bound;
  }
  // What stores by this schema, which the place holds, into the place.
  zend::QueryEncoder& encoder(Workplace& place, BoundSchema& bound, zend::StoreSettings settings) {
    if (UNEXPECTED(!place.encoder) || UNEXPECTED(!place.encoder->is_for(*bound.schema, settings))) {
      place.encoder.emplace(*bound.schema, bound.keys, classes(), settings, place.body, place.shape, place.notes,
                            place.error);
    }
    return *place.encoder;
  }
  // The place that the next query will be stored in, not entered; null where there is none yet.
  Workplace* next_workplace() {
    return EXPECTED(!workplaces_.empty() && !workplaces_[0]->busy) ? workplaces_[0].get() : nullptr;
  }
  // What stored the last query into the place, if the next one with these settings is stored by it as well; else null.
  zend::QueryEncoder* same_encoder(Workplace& place, zend::StoreSettings settings) {
    const BoundSchema* bound = schema();
    const bool same = bound && bound == place.bound && bound->number < kSchemaNumbers && place.encoder &&
                      place.encoder->is_for(*bound->schema, settings);
    return same ? &*place.encoder : nullptr;
  }
  // The schema stays bound for the next query.
  void leave_workplace(Workplace& place) {
    place.busy = false;
    place.body.trim(kBodyBytesKept);
  }
  // Nobody wants to know anything of an answer besides its value.
  bool only_values() const { return !extra_.wants_any() && !actor_queries.any(); }
  // Takes the answer of a query to a place that leave_answer() clears.
  AnswerPlace& take_answer(int64_t id) {
    AnswerPlace& place = free_place(answers_);
    rpc::Answer& answer = place.answer;
    if (EXPECTED(only_values()) &&
        EXPECTED(client().take_ready(id, answer.body, answer.cookie))) {
      answer.state = rpc::QueryState::ready;
      place.everyday = true;
      return place;
    }
    client().take(id, answer);
    if (extra_.wants_any()) extra_.arrived(id, answer);
    // Sizes and times are asked for behind the answer: the number is kept for them.
    if (actor_queries.any() && !extra_.response(id)) actor_queries.forget(id);
    return place;
  }
  void leave_answer(AnswerPlace& place) {
    place.busy = false;
    if (EXPECTED(place.everyday)) {
      place.everyday = false;
      place.answer.clear_ready();
    } else {
      place.answer.clear();
    }
    if (UNEXPECTED(place.unpacked.capacity() != 0)) place.unpacked.trim(0);
  }
  // Where a text function leaves its result until PHP has made its copy, which may bail out.
  std::string text_result;

  // --- errors ---
  std::vector<SendError>& send_errors() { return send_errors_; }
  LastError& last_error() { return last_error_; }

  zend::ClassBinder& classes() { return *classes_; }

  void begin_request();
  void end_request();
  // From end_request() to the next begin_request(). Modules that end after this one may still run PHP code, a session's
  // handler say: it finds no schema, no client and no handle, so nothing of it can reach the next request.
  bool is_over() const { return over_; }
  // As before the first request: the settings of the next one are being read.
  void reopen();
  // MSHUTDOWN: connections and schemas go, the engine is still there.
  void shut_down();

  // Settings of this request.
  bool fail_on_int32_overflow = false;
  bool internal_queries = false;
  int verbosity = 0;  // vk_set_error_verbosity: 1 logs failures, 2 with the line of the script

 private:
  static constexpr uint64_t kSchemaNumbers = 1u << 16;

  BoundSchema* find_schema();
  void bind(Workplace& place, BoundSchema* bound);
  rpc::Client& make_client();
  Asked asked_at_length(uint64_t cookie) const;
  Pending* new_pending();
  void free_pending(Pending* pending);
  void sweep_pendings();
  void drop_values();
  void drop_held_schemas();
  // The first is free unless user code runs inside of a query.
  template <class Place>
  __attribute__((always_inline)) static Place& free_place(std::vector<std::unique_ptr<Place>>& places) {
    for (auto& p : places) {
      if (EXPECTED(!p->busy)) {
        p->busy = true;
        return *p;
      }
    }
    places.push_back(std::make_unique<Place>());
    places.back()->busy = true;
    return *places.back();
  }

  // Of the process: loaded at MINIT, read by every thread, replaced by autoreload.
  static zend::Schema* boot_schema;

  std::vector<BoundSchema*> bound_;  // of this thread, by number; null where one is gone

  BoundSchema* boot_ = nullptr;     // this thread's view of the process's schema
  BoundSchema* request_ = nullptr;  // loaded by this request, else null
  // While no request runs, these are out of everybody's reach.
  bool over_ = false;
  bool parked_ = false;
  BoundSchema* idle_boot_ = nullptr;
  std::unique_ptr<rpc::Client> idle_client_;
  std::unique_ptr<BoundSchema, void (*)(BoundSchema*)> protocol_;
  std::unique_ptr<rpc::Client> client_;
  std::vector<Handle> handles_;
  std::vector<std::unique_ptr<Workplace>> workplaces_;
  std::vector<std::unique_ptr<AnswerPlace>> answers_;
  RawBuffers raw_;
  ExtraInfo extra_;
  std::unique_ptr<Forks> forks_;
  std::vector<SendError> send_errors_;
  std::string schema_error_;
  std::vector<std::string> schema_files_;
  tl::Tree schema_tree_;
  std::vector<std::unique_ptr<Pending>> pendings_;
  Pending* free_pendings_ = nullptr;
  LastError last_error_;
  std::vector<rpc::PoolEntry> pool_status_;
  std::unique_ptr<zend::ClassBinder> classes_;
};

// This thread's.
inline Runtime& runtime() { return *VKEXT_G(runtime); }

// The counters of vkext_prepare_stats(), as text in Runtime::text_result.
void prepare_stats();

// "legacy" in a setting that has such a value.
inline bool is_legacy(const char* setting) {
  return setting && UNEXPECTED(setting[0] == 'l') && strcmp(setting, "legacy") == 0;
}

}  // namespace vkext::php
