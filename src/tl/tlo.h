// The numbers of the compiled form of a schema (.tlo): node magics and flags by version, shared by reader and writer.
//
// Nothing here decides anything. The file is one TL value: header, types, constructors, functions; the layout of each
// node can be read off tlo_writer.cpp from top to bottom.
#pragma once

#include <cstdint>

namespace vkext::tl::tlo {

constexpr uint32_t kSchemaV1 = 0xf19d9e38;
constexpr uint32_t kSchemaV2 = 0x3a2f9be2;
constexpr uint32_t kSchemaV3 = 0xe4a8604b;
constexpr uint32_t kSchemaV4 = 0x90ac88d7;

constexpr uint32_t kType = 0x12eb4386;
constexpr uint32_t kCombinator = 0x5c0a1ed5;    // v1–v3
constexpr uint32_t kCombinatorV4 = 0xe91692d5;  // with flags at its end
constexpr uint32_t kLeftBuiltin = 0xcd211f63;
constexpr uint32_t kLeft = 0x4c12c6d9;
constexpr uint32_t kExprType = 0xecc9da78;
constexpr uint32_t kExprNat = 0xdcb49bd8;
constexpr uint32_t kNatConst = 0x8ce940b1;  // what the schema of schemas says; C compilers write kExprNat instead

// Nodes whose magics changed after v1, and flags of arguments, which changed after v2.
struct Dialect {
  uint32_t schema;
  uint32_t combinator;
  uint32_t right;
  uint32_t arg;
  uint32_t type_expr;
  uint32_t type_var;
  uint32_t array;
  uint32_t nat_const;
  uint32_t nat_var;
  uint32_t has_var;      // flag of an argument: var_num follows (v1: always there)
  uint32_t conditional;  // flag of an argument: mask and bit follow
  int version;
};

constexpr Dialect kDialects[] = {
    {kSchemaV1, kCombinator, 0xd325b367, 0x46afe232, 0x10f32190, 0x1caa237a, 0x80479360, 0xc09f07d7, 0x90ea6f58, 0,
     1u << 20, 1},
    {kSchemaV2, kCombinator, 0x2c064372, 0x29dfe61b, 0xc1863d08, 0x0142ceae, 0xd9fb20de, kNatConst, 0x4e8a14f0, 4, 2,
     2},
    {kSchemaV3, kCombinator, 0x2c064372, 0x29dfe61b, 0xc1863d08, 0x0142ceae, 0xd9fb20de, kNatConst, 0x4e8a14f0, 2, 4,
     3},
    {kSchemaV4, kCombinatorV4, 0x2c064372, 0x29dfe61b, 0xc1863d08, 0x0142ceae, 0xd9fb20de, kNatConst, 0x4e8a14f0, 2, 4,
     4},
};

constexpr uint32_t kArgVariable = 1;            // implicit argument; says nothing more
constexpr uint32_t kArgOptionalVar = 1u << 17;  // {…}
constexpr uint32_t kArgExclamation = 1u << 18;  // !
constexpr uint32_t kExprBare = 1;
// Strings of 254 bytes are broken in the C writers, longer ones in KPHP's reader.
constexpr uint32_t kNameBytesMax = 253;

}  // namespace vkext::tl::tlo
