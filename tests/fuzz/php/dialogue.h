// fuzz_php_store, queries: asked over a connection, answered by a peer in this process, and taken in every form.
//
// Test side only. What must hold: a query that got an id has arrived, with the bytes that vkext_tl_encode() gives; an
// honest answer is the value that the core reads out of it; every call ends in a value or an exception. Nobody waits
// for an answer that will not come for more than a millisecond.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/inflate.h"
#include "php/calls.h"
#include "php/core.h"
#include "php/mischief.h"
#include "php/peer.h"
#include "php/php.h"
#include "php/primitives.h"
#include "php/values.h"

namespace vkext::fuzz {

class Dialogue {
 public:
  Dialogue(test::Random& random, Peer& peer, const std::string& path)
      : random_(random), peer_(peer), mischief_(random), values_(plans(), random) {
    Value arguments = Value::array();
    const int64_t actor = random.below(4) == 3 ? 7 : 0;
    bare_ = actor == 0 && !VKEXT_G(send_timeout);
    arguments.add(Value::text("unix:" + path));
    arguments.add(Value::number(0));
    arguments.add(Value::number(actor));
    arguments.add(Value::real(kPatience));
    arguments.add(Value::real(kPatience));
    connection_ = attempt("new_rpc_connection", std::move(arguments));
    if (!connection_.is(IS_LONG)) {
      Value why = call("rpc_get_last_error", {}).at("text");
      die("no connection to the peer: " + (why.is(IS_STRING) ? std::string(why.bytes().text()) : thrown(connection_)));
    }
  }
  ~Dialogue() {
    values_.clear();
    php::runtime().drop_client();
  }

  void run() {
    for (uint32_t n = 0; n < 10; ++n) {
      switch (random_.below(8)) {
        case 1:
          ask_one();
          break;
        case 2:
          ask_many();
          break;
        case 3:
          send_stored();
          break;
        case 4:
          answer();
          break;
        case 5:
          take_one();
          break;
        case 6:
          take_many();
          break;
        case 7:
          call_other();
          break;
        default:
          return;
      }
    }
  }

 private:
  static constexpr double kPatience = 5;        // of a query: only one that does not fit into a socket takes so long
  static constexpr double kImpatience = 0.001;  // of everything that nobody answers

  struct Query {
    int64_t id = 0;
    Value asked;         // null: by store_*, or by itself
    bool quiet = false;  // ran no user code
    std::string body;    // what the peer got
    bool answered = false;
    bool taken = false;  // there is one result for each query, and if it is that time is over
    std::string honest;  // the answer, if it is one; plain, whole and undamaged
  };

  Value connection() {
    if (random_.below(8) != 7) return Value::copy(connection_.get());
    return anything(values_);
  }
  Value a_query(bool& own) {
    Value query;
    own = random_.below(4) == 3;
    if (!own) {
      values_.query(query.get());
      return query;
    }
    const bool by_steps = random_.below(2) == 0;
    query = object("VK\\TL\\Fuzz\\Custom");
    if (by_steps) put(query, "stores", some_stores(random_, values_));
    put(query, "fetches", some_fetches(random_));
    if (random_.below(4) != 3) put(query, "fetcher", Value::copy(query.get()));
    put(query, "answer", random_.below(2) ? anything(values_) : object("stdClass"));
    return query;
  }
  static Value object(const char* name) {
    Value made;
    zend_string* s = zend_string_init(name, strlen(name), 0);
    zend_class_entry* ce = zend_lookup_class(s);
    zend_string_release(s);
    if (!ce || object_init_ex(made.get(), ce) != SUCCESS) die("no class");
    return made;
  }
  static void put(Value& object, const char* property, Value value) {
    zend_update_property(Z_OBJCE_P(object.get()), Z_OBJ_P(object.get()), property, strlen(property), value.get());
  }

  // User code may do its deed in it, or leave the Fiber that it all happens in.
  Value ask(const char* function, Value arguments) {
    mischief_.arm(values_);
    const uint32_t way = random_.below(8);
    Value result =
        way < 6 ? attempt(function, std::move(arguments)) : attempt_in_fiber(function, std::move(arguments), way == 7);
    mischief_.disarm();
    return result;
  }

  void know(zval* id, Value asked, bool typed, bool own) {
    receive();
    if (Z_TYPE_P(id) != IS_LONG || Z_LVAL_P(id) <= 0) return;
    Query query;
    query.id = Z_LVAL_P(id);
    query.quiet = !values_.is_live() && !mischief_.has_handler() && !own;
    const auto found = arrived_.find(query.id);
    if (found != arrived_.end()) query.body = found->second;
    harmed_ = harmed_ || peer_.has_part() || !peer_.is_connected();
    if (!harmed_ && found == arrived_.end()) die("a query has an id, but has not arrived");
    // Inside of a typed query arrays mean something else.
    const bool comparable = query.quiet && bare_ && !(typed && asked.is(IS_ARRAY));
    if (!harmed_ && comparable) check_sent(asked, query.body);
    query.asked = std::move(asked);
    queries_.push_back(std::move(query));
  }
  static void check_sent(Value& asked, const std::string& body) {
    Value bytes = one("vkext_tl_encode", Value::copy(asked.get()));
    if (!bytes.is(IS_STRING) || bytes.bytes().text() != body) {
      die("sent otherwise than encoded: " + hex(Bytes(body)) + ", not " +
          (bytes.is(IS_STRING) ? hex(bytes.bytes()) : thrown(bytes)));
    }
  }
  void receive() {
    int64_t id = 0;
    std::string body;
    while (peer_.take(id, body)) arrived_[id] = body;
  }

  void ask_one() {
    const bool typed = random_.below(2) == 1;
    bool own = false;
    Value query = a_query(own), arguments = Value::array();
    arguments.add(connection());
    arguments.add(Value::copy(query.get()));
    Value id = ask(typed ? "typed_rpc_tl_query_one" : "rpc_tl_query_one", std::move(arguments));
    know(id.get(), std::move(query), typed, own);
  }

  void ask_many() {
    const bool typed = random_.below(2) == 1;
    Value queries = Value::array(), arguments = Value::array();
    bool any_own = false;
    uint32_t asked = 0;
    for (uint32_t n = random_.below(5); n; --n, ++asked) {
      bool own = false;
      Value query = a_query(own);
      any_own = any_own || own;
      if (random_.below(4) == 3) {
        queries.set(("key" + std::to_string(n)).c_str(), std::move(query));
      } else {
        queries.add(random_.below(16) == 15 ? anything(values_) : std::move(query));
      }
    }
    arguments.add(connection());
    arguments.add(Value::copy(queries.get()));
    arguments.add(Value::real(-1));
    const bool ignored = random_.below(8) == 7;
    arguments.add(Value::boolean(ignored));
    const uint32_t sizes = random_.below(4);
    arguments.add(sizes == 3 ? object("VK\\TL\\Fuzz\\Sizes") : sizes == 2 ? object("stdClass") : Value());
    arguments.add(Value::boolean(random_.below(4) == 3));
    Value ids = ask(typed ? "typed_rpc_tl_query" : "rpc_tl_query", std::move(arguments));
    if (!ids.is(IS_ARRAY)) {
      if (!ids.is(IS_OBJECT)) die("a batch is neither ids nor an exception");
      return receive();
    }
    const uint32_t count = zend_hash_num_elements(Z_ARRVAL_P(ids.get()));
    if (count != 0 && count != asked) die("a batch has lost an entry");
    zval *id, *query;
    zend_string* key;
    zend_ulong number;
    ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(ids.get()), number, key, id) {
      query = key ? zend_hash_find(Z_ARRVAL_P(queries.get()), key)
                  : zend_hash_index_find(Z_ARRVAL_P(queries.get()), number);
      if (!query) die("a batch has an id for a query that was not there");
      know(id, Value::copy(query), typed, any_own);  // its deed may have changed the others
    }
    ZEND_HASH_FOREACH_END();
  }

  void send_stored() {
    call("rpc_clean", {});
    mischief_.arm(values_);
    fuzz::run(some_stores(random_, values_));
    mischief_.disarm();
    Value arguments = Value::array();
    arguments.add(connection());
    const bool flush = random_.below(4) != 3;
    Value id = attempt(flush ? "rpc_send" : "rpc_send_noflush", std::move(arguments));
    if (!flush) one("rpc_flush", Value::real(kPatience));
    know(id.get(), Value(), false, true);
  }

  // The peer says something: the answer to a query, mostly.
  void answer() {
    Query* query = some_query();
    if (!query || query->answered) return;
    query->answered = true;
    const std::string result = query->body.size() >= 4 ? make_answer(Bytes(query->body), random_.below(256)) : "";
    const auto word = [](uint32_t v) { return std::string(reinterpret_cast<const char*>(&v), 4); };
    std::string text(1, '\4');
    text += "text" + std::string(3, '\0');
    switch (random_.below(12)) {
      case 5: {  // damaged
        std::string damaged = result;
        if (!damaged.empty())
          damaged[random_.below(static_cast<uint32_t>(damaged.size()))] ^= static_cast<char>(1 << random_.below(8));
        return peer_.result(query->id, damaged);
      }
      case 6:
        return peer_.result(query->id, result.substr(0, result.size() / 2));
      case 7:
        return peer_.error(query->id, -4000, text);
      case 8: {  // an error in the place of the result, with the query's id or without
        const bool with_id = random_.below(2) == 1;
        const std::string head = with_id ? word(0x7ae432f6) + std::string(8, 'q') : word(0xb527877d);
        return peer_.result(query->id, head + word(0xfffff060) + text);
      }
      case 9: {  // behind a header: some of its fields, none, or one that nobody knows
        const uint32_t flags[] = {0, 8, 16, 24, 1u << 30};
        const uint32_t which = random_.below(5);
        std::string header = word(0x8cc84ce1) + word(flags[which]);
        for (uint32_t n = which == 3 ? 2 : which ? 1 : 0; n; --n) header += word(n);
        return peer_.result(query->id, header + result);
      }
      case 10: {
        Buffer packed;
        if (!deflate_gzip(Bytes(result), packed)) return;
        Buffer all;
        wire::Writer writer(all);
        writer.store_int(0x3072cfa1);
        writer.store_string(packed.bytes().text());
        return peer_.result(query->id, std::string(all.bytes().text()));
      }
      case 11:
        harmed_ = true;
        if (random_.below(2)) peer_.say(std::string(64, 'z'));
        return peer_.hang_up();
      default:
        query->honest = result;
        return peer_.result(query->id, result);
    }
  }

  Query* some_query() {
    return queries_.empty() ? nullptr : &queries_[random_.below(static_cast<uint32_t>(queries_.size()))];
  }
  // After a connection broke, what was answered may have been asked again.
  Value patience(bool answered) { return Value::real(answered && !harmed_ ? -1 : kImpatience); }

  void take_one() {
    Query* query = some_query();
    const bool typed = random_.below(2) == 1;
    const uint32_t way = random_.below(8);
    if (!query || way == 7) return static_cast<void>(take("rpc_tl_query_result_one", anything(values_), false));
    const bool honest = !query->taken && !query->honest.empty() && !harmed_ && peer_.is_connected();
    const std::string answer = query->honest;
    query->taken = true;
    if (way == 5) {
      Value bytes = take("rpc_get", Value::number(query->id), query->answered);
      if (honest && (!bytes.is(IS_STRING) || bytes.bytes().text() != answer)) die("rpc_get() got another answer");
      return;
    }
    if (way == 6) {
      take("rpc_get_and_parse", Value::number(query->id), query->answered);
      mischief_.arm(values_);
      fuzz::run(some_fetches(random_));
      return mischief_.disarm();
    }
    const char* function = typed ? "typed_rpc_tl_query_result_one" : "rpc_tl_query_result_one";
    Value result = take(function, Value::number(query->id), query->answered);
    if (!honest || typed || !query->quiet) return;
    Value expected, row = Value::array();
    if (!bare_ || !decode_answer(Bytes(query->body), Bytes(answer), php::decode_options(), expected)) return;
    row.set("result", std::move(expected));
    row.set("_", Value::text("_"));
    if (!same(result, row))
      die("an answer is fetched otherwise: " + hex(Bytes(answer)) + " to " + hex(Bytes(query->body)) + ": " +
          std::string(call("serialize", {result.get()}).bytes().text()));
  }
  Value take(const char* function, Value id, bool answered) {
    Value arguments = Value::array();
    arguments.add(std::move(id));
    arguments.add(patience(answered));
    return ask(function, std::move(arguments));
  }

  void take_many() {
    static const char* const kFunctions[] = {"rpc_tl_query_result", "typed_rpc_tl_query_result"};
    ask(kFunctions[random_.below(2)], some_ids());
  }
  // The ids of some queries and a timeout, as arguments.
  Value some_ids() {
    Value ids = Value::array(), arguments = Value::array();
    for (uint32_t n = random_.below(5); n; --n) {
      Query* query = some_query();
      if (!query || random_.below(8) == 7) {
        ids.add(anything(values_));
      } else {
        query->taken = true;
        ids.add(Value::number(query->id));
      }
    }
    arguments.add(std::move(ids));
    arguments.add(patience(false));
    return arguments;
  }

  // i: a query's id, q: the last queue, I: ids, o: an object, t: a short time, *: anything
  void call_other() {
    struct Other {
      const char* name;
      const char* arguments;
    };
    static const Other kOthers[] = {
        {"rpc_queue_create", "I"},
        {"rpc_queue_push", "qi"},
        {"rpc_queue_next", "qt"},
        {"rpc_queue_empty", "q"},
        {"rpc_queue_push", "**"},
        {"rpc_get_last_error", ""},
        {"rpc_get_last_send_error", ""},
        {"rpc_tl_pending_queries_count", ""},
        {"rpc_flush", "t"},
        {"vkext_pool_status", ""},
        {"vkext_prepare_stats", ""},
        {"vkext\\response_extra_info", "i"},
        {"vkext\\requests_extra_info", "o"},
        {"rpc_clean", ""},
        {"new_rpc_connection", "u0*"},
        {"new_rpc_connection", "l1*"},
        {"rpc_get", "*t"},
        {"rpc_tl_query", "***"},
        {"rpc_tl_query_result", "*t"},
    };
    const Other& other = kOthers[random_.below(sizeof kOthers / sizeof *kOthers)];
    Value arguments = Value::array();
    for (const char* p = other.arguments; *p; ++p) arguments.add(argument(*p));
    Value result = ask(other.name, std::move(arguments));
    if (strcmp(other.name, "rpc_queue_create") == 0) queue_ = std::move(result);
  }
  Value argument(char kind) {
    switch (kind) {
      case 'i': {
        const Query* query = some_query();
        return Value::number(query ? query->id : 0);
      }
      case 'I':
        return some_ids().first();
      case 'q':
        return Value::copy(queue_.get());
      case 'o':
        return object("VK\\TL\\Fuzz\\Sizes");
      case 't':
        return Value::real(kImpatience);
      case 'u':
        return Value::text("unix:/nowhere");  // these two are refused at once
      case 'l':
        return Value::text("127.0.0.1");
      case '0':
      case '1':
        return Value::number(kind - '0');
      default:
        return anything(values_);
    }
  }

  test::Random& random_;
  Peer& peer_;
  Mischief mischief_;
  test::PhpValues values_;
  Value connection_, queue_;
  bool bare_ = true;     // requests have no head of ours
  bool harmed_ = false;  // the connection may be gone
  std::map<int64_t, std::string> arrived_;
  std::vector<Query> queries_;
};

}  // namespace vkext::fuzz
