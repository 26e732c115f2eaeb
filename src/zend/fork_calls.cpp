// Rewriting fork(f($x)) in the syntax tree. See fork_calls.h.
//
// The tree is the compiler's and lives in its arena, as does what is added to it. The walk keeps its stack in request
// memory: a bailout in the middle leaves nothing behind. Files that have a function fork of their own are left alone.
#include "zend/fork_calls.h"

namespace vkext::zend {

#if VKEXT_FIBERS

namespace {

zend_ast_process_t next_hook;
bool installed;

// The nodes still to be looked at.
class Walk {
 public:
  void push(zend_ast* node) {
    if (!node) return;
    if (size_ == room_) {
      room_ = room_ ? room_ * 2 : 256;
      nodes_ = static_cast<zend_ast**>(safe_erealloc(nodes_, room_, sizeof *nodes_, 0));
    }
    nodes_[size_++] = node;
  }
  zend_ast* pop() { return size_ ? nodes_[--size_] : nullptr; }
  void free() {
    if (nodes_) efree(nodes_);
  }

 private:
  zend_ast** nodes_ = nullptr;
  size_t size_ = 0, room_ = 0;
};

bool is_name(zend_ast* node, bool last_part) {
  if (!node || node->kind != ZEND_AST_ZVAL || Z_TYPE_P(zend_ast_get_zval(node)) != IS_STRING) return false;
  std::string_view name = view(zend_ast_get_str(node));
  if (last_part && name.rfind('\\') != name.npos) name.remove_prefix(name.rfind('\\') + 1);
  return name.size() == 4 && strncasecmp(name.data(), "fork", 4) == 0;
}

bool is_declaration(zend_ast* node) { return zend_ast_is_special(node) && node->kind >= ZEND_AST_FUNC_DECL; }

void push_children(Walk& walk, zend_ast* node) {
  if (is_declaration(node)) {
    for (zend_ast* child : reinterpret_cast<zend_ast_decl*>(node)->child) walk.push(child);
  } else if (zend_ast_is_list(node)) {
    const zend_ast_list* list = zend_ast_get_list(node);
    for (uint32_t i = 0; i < list->children; ++i) walk.push(list->child[i]);
  } else if (!zend_ast_is_special(node) && node->kind != ZEND_AST_CALLABLE_CONVERT) {
    for (uint32_t i = 0; i < zend_ast_get_num_children(node); ++i) walk.push(node->child[i]);
  }
}

// `function fork`, or a `use function` that gives the name to another one.
bool takes_the_name(zend_ast* node) {
  if (node->kind == ZEND_AST_FUNC_DECL) {
    const auto name = view(reinterpret_cast<zend_ast_decl*>(node)->name);
    return name.size() == 4 && strncasecmp(name.data(), "fork", 4) == 0;
  }
  const bool group = node->kind == ZEND_AST_GROUP_USE;
  if (!group && node->kind != ZEND_AST_USE) return false;
  zend_ast_list* list = zend_ast_get_list(group ? node->child[1] : node);
  for (uint32_t i = 0; i < list->children; ++i) {
    zend_ast* element = list->child[i];
    if (node->attr != ZEND_SYMBOL_FUNCTION && element->attr != ZEND_SYMBOL_FUNCTION) continue;
    if (element->child[1] ? is_name(element->child[1], false) : is_name(element->child[0], true)) return true;
  }
  return false;
}

// Where a call keeps its arguments; null: it is none of a function, or of a kind that cannot be made a closure.
zend_ast** arguments_of(zend_ast* call) {
  if (!call) return nullptr;
  switch (call->kind) {
    case ZEND_AST_CALL:
      return &call->child[1];
    case ZEND_AST_METHOD_CALL:
    case ZEND_AST_STATIC_CALL:
      return &call->child[2];
    default:
      return nullptr;
  }
}

// fork(f(a, b)) → fork(f(...), a, b)
void rewrite(zend_ast* fork) {
  zend_ast_list* outer = zend_ast_get_list(fork->child[1]);
  zend_ast** inner = arguments_of(outer->child[0]);
  if (!inner || !*inner || (*inner)->kind != ZEND_AST_ARG_LIST) return;
  const zend_ast_list* arguments = zend_ast_get_list(*inner);
  zend_ast* list = zend_ast_create_list(1, ZEND_AST_ARG_LIST, outer->child[0]);
  for (uint32_t i = 0; i < arguments->children; ++i) list = zend_ast_list_add(list, arguments->child[i]);
  *inner = new_callable_mark();
  fork->child[1] = list;
}

bool is_fork_of_one(zend_ast* node) {
  if (node->kind != ZEND_AST_CALL || !is_name(node->child[0], false) || node->child[0]->attr == ZEND_NAME_RELATIVE) {
    return false;
  }
  return node->child[1] && node->child[1]->kind == ZEND_AST_ARG_LIST &&
         zend_ast_get_list(node->child[1])->children == 1;
}

void process(zend_ast* ast) {
  Walk walk;
  Walk forks;
  bool taken = false;
  walk.push(ast);
  while (zend_ast* node = walk.pop()) {
    if (takes_the_name(node)) taken = true;
    if (is_fork_of_one(node)) forks.push(node);
    push_children(walk, node);
  }
  while (zend_ast* node = forks.pop()) {
    if (!taken) rewrite(node);
  }
  walk.free();
  forks.free();
  if (next_hook) next_hook(ast);
}

}  // namespace

void install_fork_calls() {
  next_hook = zend_ast_process;
  zend_ast_process = process;
  // What opcache keeps in files is compiled with the hook, or without.
  zend_add_system_entropy("vkext", "zend_ast_process", "1", 1);
  installed = true;
}

void remove_fork_calls() {
  if (installed && zend_ast_process == process) zend_ast_process = next_hook;
  installed = false;
}

#else

void install_fork_calls() {}
void remove_fork_calls() {}

#endif

}  // namespace vkext::zend
