// Making, keeping and sweeping what Runtime owns. Raises nothing and runs no PHP code.
#include "php/runtime.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "base/limits.h"
#include "php/globals.h"
#include "tl/load.h"
#include "tl/protocol_text.h"
#include "tl/schema_tree.h"

namespace vkext::php {

namespace {

// Of the process, as Runtime::boot_schema.
zend::Schema* protocol_schema;
std::mutex boot_mutex;

bool compile(tl::Schema&& parsed, tl::PlanSet& out, std::string& error) {
  auto plans = tl::PlanSet::compile(std::move(parsed));
  if (!plans.ok()) {
    error = plans.error().text;
    return false;
  }
  out = std::move(plans.value());
  return true;
}

std::string first_error(const tl::Diagnostics& diagnostics) {
  for (const auto& d : diagnostics) {
    if (d.severity == tl::Severity::error) return d.format();
  }
  return "cannot be loaded";
}

bool read_plans(const std::string& path, tl::PlanSet& out, std::string& error) {
  tl::Schema parsed;
  tl::Diagnostics diagnostics;
  if (!tl::load_path(path, parsed, diagnostics)) {
    error = first_error(diagnostics);
    return false;
  }
  if (!compile(std::move(parsed), out, error)) {
    error = path + ": " + error;
    return false;
  }
  return true;
}

// Decision 41: a compiled schema never goes back in time; equal content is never loaded twice.
bool worth_replacing(const tl::PlanSet* old, const tl::PlanSet& fresh) {
  if (!old) return true;
  if (old->content_hash == fresh.content_hash) return false;
  if (!fresh.compiled || !old->compiled) return true;
  if (fresh.version != old->version) return fresh.version > old->version;
  return fresh.date >= old->date;
}

uint64_t boot_stamp;    // of the files that were read, or tried, last
std::string boot_path;  // which they were
int64_t next_look_ns;

// To PHP's log, one line each: vk_set_error_verbosity(). A server's text must not forge lines.
void log_failure(const LastError& error) {
  std::string line = "vkext: Error " + error.text + " (error_code " + std::to_string(error.code) + ")";
  for (char& c : line) c = static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  if (runtime().verbosity > 1) {
    line += std::string(" in ") + zend_get_executed_filename() + ":" + std::to_string(zend_get_executed_lineno());
  }
  php_log_err(line.c_str());
}

void log_stats() {
  prepare_stats();
  php_log_err(runtime().text_result.c_str());
}

}  // namespace

BoundSchema::BoundSchema(zend::Schema* s, std::vector<BoundSchema*>& all) : schema(s), rows(*s), keys(*s), all_(all) {
  const auto hole = std::find(all.begin(), all.end(), nullptr);
  number = static_cast<uint32_t>(hole - all.begin());
  if (hole == all.end()) {
    all.push_back(this);
  } else {
    *hole = this;
  }
  schema->hold();
}

BoundSchema::~BoundSchema() {
  all_[number] = nullptr;
  schema->drop();
}

zend::Schema* Runtime::boot_schema;

Runtime::Runtime() : protocol_(nullptr, [](BoundSchema* b) { b->drop(); }), classes_(new zend::ClassBinder()) {}

Runtime::~Runtime() { shut_down(); }

void Runtime::shut_down() {
  end_request();
  reopen();
  client_.reset();
  protocol_.reset();
  if (boot_) boot_->drop();
  boot_ = nullptr;
}

bool Runtime::load_boot_schema(const std::string& path, std::string& error) {
  tl::Schema parsed;
  tl::Diagnostics diagnostics;
  tl::PlanSet protocol;
  if (!tl::load_text({{"tl/rpc.tl", tl::kProtocolText}}, parsed, diagnostics)) {
    error = first_error(diagnostics);
    return false;
  }
  if (!compile(std::move(parsed), protocol, error)) return false;
  protocol_schema = zend::Schema::make(std::move(protocol), true);
  if (path.empty()) return true;
  boot_path = path;
  boot_stamp = tl::path_stamp(path);
  tl::PlanSet plans;
  if (!read_plans(path, plans, error)) return false;
  boot_schema = zend::Schema::make(std::move(plans), true);
  return true;
}

void Runtime::drop_boot_schema() {
  if (boot_schema) boot_schema->drop();
  if (protocol_schema) protocol_schema->drop();
  boot_schema = protocol_schema = nullptr;
}

BoundSchema* Runtime::find_schema() {
  if (over_) return nullptr;
  if (request_) return request_;
  if (!boot_ || boot_->schema != boot_schema) {
    std::lock_guard<std::mutex> lock(boot_mutex);
    BoundSchema* fresh = boot_schema ? new BoundSchema(boot_schema, bound_) : nullptr;
    if (boot_) boot_->drop();
    boot_ = fresh;
  }
  return boot_;
}

void Runtime::bind(Workplace& place, BoundSchema* bound) {
  place.encoder.reset();
  if (bound) bound->hold();
  if (place.bound) place.bound->drop();
  place.bound = bound;
}

zend::Schema* Runtime::protocol() {
  if (!protocol_ && protocol_schema) protocol_.reset(new BoundSchema(protocol_schema, bound_));
  return protocol_ ? protocol_->schema : nullptr;
}

uint32_t Runtime::extra_plan() {
  // Of `rpc.answerHeader flags:# = RpcReqResultExtra flags`, a function of tl/rpc.tl that is never sent.
  const tl::PlanSet& set = protocol()->plans();
  const uint32_t f = set.find_function("rpc.answerHeader");
  return f == tl::kNone ? tl::kNone : set.ops[set.functions[f].result].arg;
}

zend::RowTemplates& Runtime::protocol_rows() { return protocol_->rows; }

bool Runtime::load_schema(const char* path) {
  tl::PlanSet plans;
  if (!read_plans(path, plans, schema_error_)) return false;
  const BoundSchema* old = schema();
  if (!worth_replacing(old ? &old->schema->plans() : nullptr, plans)) return true;
  // Whole before the old one goes: memory may run out at each step.
  const auto drop = [](zend::Schema* s) { s->drop(); };
  const std::unique_ptr<zend::Schema, void (*)(zend::Schema*)> fresh(
      zend::Schema::make(std::move(plans), false), drop);
  auto* bound = new BoundSchema(fresh.get(), bound_);  // holds it as well
  if (request_) request_->drop();
  request_ = bound;
  return true;
}

const tl::Tree& Runtime::describe_schema() {
  const BoundSchema* bound = schema();
  schema_tree_ = bound ? tl::schema_tree(bound->schema->plans().source) : tl::Tree::map();
  return schema_tree_;
}

const std::vector<std::string>& Runtime::list_schema_files(const char* path) {
  tl::Diagnostics ignored;  // loading says the same, and says it to the script
  schema_files_.clear();
  tl::list_path(path, schema_files_, ignored);
  return schema_files_;
}

bool Runtime::autoreload(const char* path, bool enabled) {
  if (request_) return true;  // .user.ini named one for this request
  const int64_t now = now_ns();
  std::lock_guard<std::mutex> lock(boot_mutex);
  // A pool's own tl.conffile (php_admin_value) comes after MINIT.
  const bool moved = boot_path != path;
  if (!moved && ((boot_schema && !enabled) || now < next_look_ns)) return true;
  boot_path = path;
  next_look_ns = now + 1'000'000'000;
  const uint64_t stamp = tl::path_stamp(path);
  if (!moved && (stamp == 0 || stamp == boot_stamp)) return true;
  boot_stamp = stamp;  // a broken file is complained about once
  tl::PlanSet plans;
  if (!read_plans(path, plans, schema_error_)) return false;
  if (!moved && !worth_replacing(boot_schema ? &boot_schema->plans() : nullptr, plans)) return true;
  zend::Schema* fresh = zend::Schema::make(std::move(plans), false);
  if (boot_schema) boot_schema->drop();
  boot_schema = fresh;
  return true;
}

rpc::Client& Runtime::make_client() {
  rpc::ClientConfig config;
  const auto text = [](const char* s) { return std::string(s ? s : ""); };
  config.protocol_version = static_cast<int>(VKEXT_G(protocol_version));
  config.key_file = text(VKEXT_G(key_file));
  config.require_encryption = VKEXT_G(require_encryption);
  config.strict_pid = VKEXT_G(strict_pid);
  config.connections_per_host = static_cast<int>(VKEXT_G(connections_per_host));
  config.max_connections = static_cast<int>(VKEXT_G(max_connections));
  config.max_idle_s = VKEXT_G(max_idle);
  config.max_age_s = VKEXT_G(max_age);
  config.ping_timeout_s = VKEXT_G(ping_timeout) > 0 ? std::min(VKEXT_G(ping_timeout), limits::kTimeoutMax) : 0.1;
  config.use_unix = VKEXT_G(use_unix);
  config.unix_socket_directory = text(VKEXT_G(unix_socket_directory));
  config.interrupted = [](void*) { return vkext_flag_load(EG(vm_interrupt)) != 0; };
  client_ = std::make_unique<rpc::Client>(std::move(config));
  return *client_;
}

zend_long Runtime::add_handle(const Handle& handle) {
  handles_.push_back(handle);
  return static_cast<zend_long>(handles_.size());
}

Pending* Runtime::new_pending() {
  if (!free_pendings_) {
    pendings_.push_back(std::make_unique<Pending>());
    Pending* fresh = pendings_.back().get();
    ZVAL_UNDEF(&fresh->fetcher);
    return fresh;
  }
  Pending* p = free_pendings_;
  free_pendings_ = p->next_free;
  p->next_free = nullptr;
  return p;
}

void Runtime::free_pending(Pending* p) {
  p->shape.clear();
  if (p->schema) p->schema->drop();
  p->schema = nullptr;
  p->typed = false;
  zval fetcher;
  ZVAL_COPY_VALUE(&fetcher, &p->fetcher);
  ZVAL_UNDEF(&p->fetcher);
  p->next_free = free_pendings_;
  free_pendings_ = p;
  zval_ptr_dtor(&fetcher);  // may run a destructor
}

uint64_t Runtime::remember_at_length(BoundSchema* bound, const tl::ResultShape& shape, bool typed, zval* fetcher) {
  Pending* p = new_pending();
  const uint32_t at = p->shape.append(shape.size());
  if (fetcher) ZVAL_COPY_VALUE(&p->fetcher, fetcher);
  if (at == tl::kNone) {
    free_pending(p);
    return 0;
  }
  memcpy(p->shape.data(), shape.data(), shape.size() * sizeof(uint32_t));
  if (bound) bound->hold();
  p->schema = bound;
  p->typed = typed;
  return reinterpret_cast<uint64_t>(p);
}

Asked Runtime::asked_at_length(uint64_t cookie) const {
  const auto* p = reinterpret_cast<const Pending*>(cookie);
  if (!p) return {};
  return {p->schema, p->shape.data(), p->typed, Z_TYPE(p->fetcher) == IS_OBJECT ? Z_OBJ(p->fetcher) : nullptr};
}

// A bailout may have left some that no query knows.
void Runtime::sweep_pendings() {
  free_pendings_ = nullptr;
  for (size_t i = 0; i < pendings_.size(); ++i) free_pending(pendings_[i].get());
}

// Destructors may run, of what came after PHP had called all others: in an output callback, say. They may encode, bind
// classes, or leave by longjmp; then this is called again.
void Runtime::drop_values() {
  if (forks_) forks_->end_request(CG(unclean_shutdown));
  sweep_pendings();
  extra_.end_request();
}

// What is found here besides was left after the end of the last request. Values it held are gone with that one's heap.
void Runtime::reopen() {
  over_ = false;
  if (!parked_) return;
  parked_ = false;
  boot_ = std::exchange(idle_boot_, nullptr);
  client_ = std::move(idle_client_);
  forks_.reset();
  raw_.end_request();
  classes_->clear();
}

void Runtime::begin_request() {
  reopen();
  send_errors_.clear();
  last_error_ = LastError();
  fail_on_int32_overflow = false;
  internal_queries = false;
  verbosity = 0;
}

void Runtime::end_request() {
  reopen();
  if (verbosity > 0) log_stats();
  verbosity = 0;
  over_ = true;  // a destructor that runs below opens nothing
  handles_.clear();
  actors.clear();
  raw_.end_request();  // before the forks go, one of which may have been running
  if (client_) client_->end_request();
  actor_queries.end_request();
  drop_values();
  // From here on no PHP code runs.
  forks_.reset();
  for (auto& w : workplaces_) {
    w->body.give_back();  // a bailout may have left it with memory of PHP's heap
    leave_workplace(*w);
    w->body.trim(kBodyBytesKeptLong);
    bind(*w, nullptr);
  }
  for (auto& a : answers_) leave_answer(*a);
  raw_.end_request();
  send_errors_.clear();
  drop_description();
  if (text_result.capacity() > limits::kIoChunkBytes) std::string().swap(text_result);
  classes_->clear();
  plain_class = nullptr;
  for (BoundSchema* bound : bound_) {
    if (bound) bound->keys.end_request();
  }
  if (request_) request_->drop();
  request_ = nullptr;
  drop_held_schemas();
  parked_ = true;
  idle_boot_ = std::exchange(boot_, nullptr);
  idle_client_ = std::move(client_);
}

// Queries that were not taken, and a fatal error between storing and sending, leave a schema held. Nothing of a request
// holds one any more.
void Runtime::drop_held_schemas() {
  for (size_t i = 0; i < bound_.size(); ++i) {
    BoundSchema* bound = bound_[i];
    if (!bound) continue;
    bound->holders = 1;
    if (bound != boot_ && bound != protocol_.get()) bound->drop();
  }
}

void LastError::set(int c, const char* p, const char* t) {
  *this = LastError();
  code = c;
  phase = p;
  text = t;
  if (runtime().verbosity > 0) log_failure(*this);
}

void LastError::set(const rpc::FailureDetail& d) {
  set(d.code, d.phase, d.text.c_str());
  host = d.host;
  port = d.port;
  elapsed = d.elapsed_s;
  limit = std::round(d.limit_s * 1e6) / 1e6;  // kept as a float: 0.05, not 0.05000000074505806
}

void LastError::set(const rpc::Answer& answer, const rpc::FailureDetail& detail) {
  if (answer.response_bytes == 0 && detail.text == answer.error_text) return set(detail);
  set(answer.error_code, answer.response_bytes ? "server" : "waiting", answer.error_text.c_str());
  elapsed = answer.duration_s;
}

}  // namespace vkext::php
