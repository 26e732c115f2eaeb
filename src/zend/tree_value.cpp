// See tree_value.h. Recurses as deep as the tree, which its maker bounds.
#include "zend/tree_value.h"

namespace vkext::zend {

void put_tree(const tl::Tree& tree, zval* slot) {
  using Kind = tl::Tree::Kind;
  switch (tree.kind()) {
    case Kind::null: ZVAL_NULL(slot); return;
    case Kind::boolean: ZVAL_BOOL(slot, tree.as_bool()); return;
    case Kind::integer: ZVAL_LONG(slot, tree.as_int()); return;
    case Kind::real: ZVAL_DOUBLE(slot, tree.as_real()); return;
    case Kind::text: ZVAL_STRINGL(slot, tree.as_text().data(), tree.as_text().size()); return;
    case Kind::list:
      array_init_size(slot, static_cast<uint32_t>(tree.size()));
      for (const tl::Tree& item : tree.items()) {
        zval value;
        put_tree(item, &value);
        add_next_index_zval(slot, &value);
      }
      return;
    case Kind::map:
      array_init_size(slot, static_cast<uint32_t>(tree.size()));
      for (const tl::Tree::Entry& entry : tree.entries()) {
        zval value;
        put_tree(entry.value, &value);
        if (entry.key.is_string) {
          zend_hash_str_update(Z_ARRVAL_P(slot), entry.key.text.data(), entry.key.text.size(), &value);
        } else {
          zend_hash_index_update(Z_ARRVAL_P(slot), static_cast<zend_ulong>(entry.key.number), &value);
        }
      }
      return;
  }
}

}  // namespace vkext::zend
