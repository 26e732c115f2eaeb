// Listening sockets: TCP on a literal address, unix paths. Non-blocking, close-on-exec.
#pragma once

#include <string>

#include "base/result.h"
#include "rpc/socket.h"

namespace vkext::serve {

// A port of 0 is replaced by the one the system chose, in `address` too.
Result<rpc::Socket> listen_tcp(const std::string& host, int port, rpc::Address& address);
// A socket file that nobody listens on any more is removed first.
Result<rpc::Socket> listen_unix(const std::string& path, rpc::Address& address);

// The next client, or a closed socket; `errnum` says why (EAGAIN: nobody is there).
rpc::Socket accept_client(const rpc::Socket& listener, rpc::Address& peer, int& errnum);

}  // namespace vkext::serve
