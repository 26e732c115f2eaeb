// Every error code that PHP code can see and that is ours. A server's own codes pass through untouched.
//
// The numbers are the field's: existing scripts compare with them (docs/values.md, "Errors").
#pragma once

namespace vkext::codes {

// Storing a query (rpc_get_last_send_error).
constexpr int kUnknown = -101;
constexpr int kNetwork = -102;
constexpr int kConstruction = -103;  // a context line: "Failed to store f"
constexpr int kWrongArraySize = -104;
constexpr int kInvalidCall = -105;
constexpr int kInvalidConstructor = -106;
constexpr int kNoConstructor = -107;
constexpr int kNoField = -108;
constexpr int kNoMemory = -109;
constexpr int kUnknownConstructor = -110;
constexpr int kUnknownType = -111;
constexpr int kWrongType = -112;
constexpr int kWrongValue = -113;
constexpr int kTooManyQueries = -114;

// Results.
constexpr int kFetcherFailed = -1000;
constexpr int kWrongQueryId = -1003;
constexpr int kTooLarge = -3011;
constexpr int kBadResponse = -4101;
constexpr int kAnswerDropped = -4102;
constexpr int kTimeout = -4103;
constexpr int kNoConnection = -4104;

}  // namespace vkext::codes
