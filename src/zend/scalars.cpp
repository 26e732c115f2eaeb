// The slow half of scalar conversion: everything that is not already of the right type.
#include "zend/scalars.h"

#include <cmath>
#include <cstdlib>

// %H is PHP's: a float without a locale. The compiler knows only C's formats.
#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-extra-args"

namespace vkext::zend {

namespace {

// Optional white space, '-', digits, stop. Wraps at 2^64 as the incumbent does.
int64_t parse_int(std::string_view s) {
  size_t i = 0;
  while (i < s.size() && (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r'))) ++i;
  const bool negative = i < s.size() && s[i] == '-';
  if (negative) ++i;
  uint64_t n = 0;
  for (; i < s.size() && s[i] >= '0' && s[i] <= '9'; ++i) n = n * 10 + static_cast<uint64_t>(s[i] - '0');
  return static_cast<int64_t>(negative ? 0 - n : n);
}

// What C's atof makes of it, as the incumbent does, but never by locale: white space, hexadecimal, infinity and NAN too.
double parse_double(const char* s) {
  while (*s == ' ' || (*s >= '\t' && *s <= '\r')) ++s;
  const char* digits = s + (*s == '-' || *s == '+');
  const bool hexadecimal = digits[0] == '0' && (digits[1] | 0x20) == 'x';
  const bool word = (digits[0] | 0x20) == 'i' || (digits[0] | 0x20) == 'n';
  return hexadecimal || word ? strtod(s, nullptr) : zend_strtod(s, nullptr);
}

// Truncated toward zero; outside of int64 as recorded: the smallest value.
int64_t float_to_int(double d) {
  if (!(d > -9223372036854775809.0 && d < 9223372036854775808.0)) return INT64_MIN;
  return static_cast<int64_t>(d);
}

}  // namespace

int64_t slow_to_int(zval* v, std::string_view field, Notes& notes) {
  switch (Z_TYPE_P(v)) {
    case IS_LONG: return Z_LVAL_P(v);
    case IS_TRUE: return 1;
    case IS_FALSE: return 0;
    case IS_DOUBLE: return float_to_int(Z_DVAL_P(v));
    case IS_STRING: return parse_int(view(Z_STR_P(v)));
    case IS_ARRAY: return zend_hash_num_elements(Z_ARRVAL_P(v)) ? 1 : 0;
    case IS_RESOURCE: return Z_RES_HANDLE_P(v);
    case IS_OBJECT: notes.add(Note::object_as_number, view(Z_OBJCE_P(v)->name)); return 1;
    default: note_null(notes, field); return 0;
  }
}

double slow_to_double(zval* v, std::string_view field, Notes& notes) {
  switch (Z_TYPE_P(v)) {
    case IS_DOUBLE: return Z_DVAL_P(v);
    case IS_STRING: return parse_double(Z_STRVAL_P(v));
    default: return static_cast<double>(slow_to_int(v, field, notes));
  }
}

bool slow_to_bool(zval* v, std::string_view field, Notes& notes) {
  if (Z_TYPE_P(v) == IS_NULL || Z_TYPE_P(v) == IS_UNDEF) {
    note_null(notes, field);
    return false;
  }
  if (Z_TYPE_P(v) == IS_OBJECT) return true;
  return zend_is_true(v) != 0;
}

namespace {

// `buffer` has room for 512 bytes. Not by locale; legacy: six digits after the point, else the shortest text that reads
// back the same (PHP 7.4 knows precision -1 in its allocating formatters, not in snprintf).
void print_float(char* buffer, double d, bool legacy) {
  if (zend_isnan(d) || zend_isinf(d)) {
    memcpy(buffer, zend_isnan(d) ? "NAN\0" : d > 0 ? "INF\0" : "-INF", 5);
  } else if (legacy) {
    ap_php_snprintf(buffer, 512, "%F", d);
  } else {
    zend_string* text = zend_strpprintf(0, "%.*H", -1, d);
    memcpy(buffer, ZSTR_VAL(text), ZSTR_LEN(text) + 1);  // 17 digits, a sign, an exponent
    zend_string_release(text);
  }
}

}  // namespace

StringOutcome slow_store_string(zval* v, std::string_view field, bool legacy_floats, wire::Writer& out, Notes& notes) {
  char buffer[512];
  switch (Z_TYPE_P(v)) {
    case IS_STRING: return out.store_string(view(Z_STR_P(v))) ? StringOutcome::stored : StringOutcome::too_long;
    case IS_TRUE: out.store_string("1"); break;
    case IS_FALSE: out.store_string({}); break;
    case IS_LONG: {
      const int n = snprintf(buffer, sizeof buffer, "%lld", static_cast<long long>(Z_LVAL_P(v)));
      out.store_string({buffer, static_cast<size_t>(n)});
      break;
    }
    case IS_DOUBLE: {
      print_float(buffer, Z_DVAL_P(v), legacy_floats);
      out.store_string(buffer);
      break;
    }
    case IS_ARRAY:
      notes.add(Note::array_to_string, field);
      out.store_string("Array");
      break;
    case IS_OBJECT: {
      // PHP code may run here: the caller holds nothing that a bailout could strand.
      zend_string* tmp = nullptr;
      zend_string* text = zval_try_get_tmp_string(v, &tmp);
      if (!text) return StringOutcome::exception;
      const bool fits = out.store_string(view(text));
      zend_tmp_string_release(tmp);
      if (EG(exception)) return StringOutcome::exception;
      return fits ? StringOutcome::stored : StringOutcome::too_long;
    }
    case IS_RESOURCE: {
      const int n = snprintf(buffer, sizeof buffer, "Resource id #%ld", static_cast<long>(Z_RES_HANDLE_P(v)));
      out.store_string({buffer, static_cast<size_t>(n)});
      break;
    }
    default:
      note_null(notes, field);
      out.store_string({});
      break;
  }
  return StringOutcome::stored;
}

void describe(zval* v, char* out, size_t size) {
  switch (Z_TYPE_P(v)) {
    case IS_LONG: snprintf(out, size, "int %lld", static_cast<long long>(Z_LVAL_P(v))); break;
    case IS_STRING: {
      const bool whole = Z_STRLEN_P(v) <= 20;
      snprintf(out, size, "string \"%.*s%s\"", static_cast<int>(whole ? Z_STRLEN_P(v) : 20), Z_STRVAL_P(v),
               whole ? "" : "…");
      break;
    }
    case IS_DOUBLE: {
      char text[512];
      print_float(text, Z_DVAL_P(v), false);
      snprintf(out, size, "float %s", text);
      break;
    }
    case IS_ARRAY: snprintf(out, size, "array(%u)", zend_hash_num_elements(Z_ARRVAL_P(v))); break;
    case IS_OBJECT:
      snprintf(out, size, "object of %.*s", static_cast<int>(ZSTR_LEN(Z_OBJCE_P(v)->name) > 40 ? 40 : ZSTR_LEN(Z_OBJCE_P(v)->name)),
               ZSTR_VAL(Z_OBJCE_P(v)->name));
      break;
    default: snprintf(out, size, "%s", zend_zval_type_name(v)); break;
  }
}

}  // namespace vkext::zend
