// Everything this thread owns beyond one call: schema, client, buffers, handles, queries in flight.
//
// The composition root: it makes the parts and hands them to each other. One per thread, made by GINIT. What belongs to
// a request is dropped in end_request(), whatever happened before (a bailout included); connections and the schema of
// MINIT stay.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/buffer.h"
#include "php/actors.h"
#include "php/extra_info.h"
#include "php/forks.h"
#include "php/raw_buffers.h"
#include "rpc/client.h"
#include "tl/encode.h"
#include "tl/result_shape.h"
#include "zend/class_bind.h"
#include "zend/names.h"
#include "zend/notes.h"

namespace vkext::php {

// A schema with what this thread keeps beside it. Counted: queries in flight keep theirs over a reload.
struct BoundSchema {
  explicit BoundSchema(zend::Schema* s) : schema(s), rows(*s) { schema->hold(); }
  ~BoundSchema() { schema->drop(); }
  BoundSchema(const BoundSchema&) = delete;

  void hold() { ++holders; }
  void drop() {
    if (--holders == 0) delete this;
  }

  zend::Schema* schema;
  zend::RowTemplates rows;
  uint32_t holders = 1;
};

// What is remembered of a query until its answer is taken; its address is the client's cookie.
struct Pending {
  BoundSchema* schema = nullptr;
  tl::ResultShape shape;
  bool typed = false;
  zval fetcher;      // typed: what typedStore() returned; undef otherwise
  Pending* next_free = nullptr;
};

// What new_rpc_connection() returned: a number the script passes around.
struct Handle {
  uint32_t target = 0;
  int64_t actor = 0;
  double timeout = 0;
};

struct SendError {
  int code;
  std::string text;
};

// An encode in progress: another one (user code may query while we store, or suspend its fiber) takes another place.
struct Workplace {
  bool busy = false;
  Buffer body;
  zend::Notes notes;
  tl::EncodeError error;
};

// An answer being decoded: it outlives a bailout in mid-decode by one RSHUTDOWN.
struct AnswerPlace {
  bool busy = false;
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
  BoundSchema* schema();         // null when none is loaded
  zend::Schema* protocol();      // tl/rpc.tl, for headers
  zend::RowTemplates& protocol_rows();
  uint32_t extra_plan();         // of reqResultHeader's extra, in the protocol's plans
  // Replaces the schema of this request (RSHUTDOWN goes back). True also when the same or an older one is kept.
  // False: schema_error() says why.
  bool load_schema(const char* path);
  const std::string& schema_error() const { return schema_error_; }
  // At MINIT, once per process; names become permanent.
  static bool load_boot_schema(const std::string& path, std::string& error);
  static void drop_boot_schema();
  // At RINIT: the schema of the process, when tl.conffile has another value than it had, and with `enabled`
  // (tl.conffile_autoreload) when the files changed; looks at their times at most once a second.
  // False: there was a change, and schema_error() says why it was not taken.
  bool autoreload(const char* path, bool enabled);

  // --- client ---
  rpc::Client& client();
  bool has_client() const { return client_ != nullptr; }
  // Kept here while a script's array is made of it.
  void refresh_pool_status() { pool_status_ = client_->pool_status(); }
  const std::vector<rpc::PoolEntry>& pool_status() const { return pool_status_; }

  // --- handles ---
  zend_long add_handle(const Handle& handle);
  const Handle* find_handle(zend_long number) const;
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

  // --- pending queries ---
  Pending* new_pending();
  void free_pending(Pending* pending);
  // store_* and fetch_*
  RawBuffers& raw() { return raw_; }
  ExtraInfo& extra() { return extra_; }

  // --- work in progress ---
  Workplace& enter_workplace();
  void leave_workplace(Workplace& place);
  // Takes the answer of a query to a place that leave_answer() clears.
  AnswerPlace& take_answer(int64_t id);
  void leave_answer(AnswerPlace& place);
  // Where a text function leaves its result until PHP has made its copy, which may bail out.
  std::string text_result;

  // --- errors ---
  std::vector<SendError>& send_errors() { return send_errors_; }
  LastError& last_error() { return last_error_; }

  zend::ClassBinder& classes();

  void begin_request();
  void end_request();
  // MSHUTDOWN: connections and schemas go, the engine is still there.
  void shut_down();

  // Settings of this request.
  bool fail_on_int32_overflow = false;
  bool internal_queries = false;
  int verbosity = 0;  // vk_set_error_verbosity: 1 logs failures, 2 with the line of the script

 private:
  void sweep_pendings();

  BoundSchema* boot_ = nullptr;     // this thread's view of the process's schema
  BoundSchema* request_ = nullptr;  // loaded by this request, else null
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
  std::vector<std::unique_ptr<Pending>> pendings_;
  Pending* free_pendings_ = nullptr;
  LastError last_error_;
  std::vector<rpc::PoolEntry> pool_status_;
  std::unique_ptr<zend::ClassBinder> classes_;
};

// This thread's.
Runtime& runtime();

// The counters of vkext_prepare_stats(), as text in Runtime::text_result.
void prepare_stats();

// "legacy" in a setting that has such a value.
bool is_legacy(const char* setting);

}  // namespace vkext::php
