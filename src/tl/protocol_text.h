// The protocol's own schema (tl/common.tl and tl/rpc.tl), built in: headers of answers are decoded by its plans.
#pragma once

namespace vkext::tl {
extern const char kProtocolText[];
}
