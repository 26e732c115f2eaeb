#include "tl/protocol_text.h"
namespace vkext::tl {
const char kProtocolText[] = R"TL(
vector#1cb5c415 {t:Type} # [t] = Vector t;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary#1f4c618f {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
net.pid#46409ccf ip:int port_pid:int utime:int = net.Pid;
rpcReqResultExtra#c5011709 {flags:#} binlog_pos:flags.0?long binlog_time:flags.1?long engine_pid:flags.2?net.pid
 request_size:flags.3?int response_size:flags.3?int failed_subqueries:flags.4?int compression_version:flags.5?int
 stats:flags.6?%(Dictionary string) shards_binlog_pos:flags.14?%(Dictionary long) epoch_number:flags.27?long view_number:flags.27?long
 = RpcReqResultExtra flags;
---functions---
@any rpc.answerHeader flags:# = RpcReqResultExtra flags;
)TL";
}
