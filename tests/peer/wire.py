"""Packets, checksums, TL strings and RPC headers of the test peer: slow and obvious on purpose.

Written from the text of the protocol, never from src/: no constant, table or vector file is shared with the extension,
so that a framing mistake has to be made twice, by two authors, before a test passes with it.
Takes and returns bytes; opens no socket, reads no file, keeps no state outside the objects it is given.
Everything that arrives is hostile: a broken rule raises WireError, which only the session above it catches.
"""
import struct
import zlib

NONCE = 0x7ACB87AA
HANDSHAKE = 0x7682EEF5
HANDSHAKE_ERROR = 0x6A27BEDA
PING = 0x5730A2DF
PONG = 0x8430EAA7
INVOKE = 0x2374DF3D
RESULT = 0x63AEDA4E
ERROR = 0x7AE432F5
ERROR_WRAPPED = 0x7AE432F6
REQ_ERROR = 0xB527877D
RESULT_HEADER = 0x8CC84CE1
DEST_ACTOR = 0x7568AABD
DEST_FLAGS = 0xE352035E
DEST_ACTOR_FLAGS = 0xF0A5ACF7
TL2_MARKER = 0x30324C54
CANCEL = 0x193F1B22
SERVER_FIN = 0xA8DDBC46
CLIENT_FIN = 0x0B73429E
TRUE = 0x3FEDD339
ENGINE_NOP = 0x166BB7C6

MAX_PACKET = 0xFFFFFF
MAX_SETUP_PACKET = 1023
SKIP_WORD = 4
CRC32C_FLAG = 0x800


class WireError(Exception):
    """The other side broke a rule of the protocol."""


def _table(polynomial):
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (polynomial if byte & 1 else 0)
        table.append(byte)
    return table


_IEEE = _table(0xEDB88320)
_CASTAGNOLI = _table(0x82F63B78)


def _crc(table, data):
    value = 0xFFFFFFFF
    for byte in data:
        value = (value >> 8) ^ table[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF


def crc32(data):
    # A 16 MiB packet would take seconds here; selftest.py compares the two.
    return zlib.crc32(data) if len(data) > 65536 else _crc(_IEEE, data)


def crc32c(data):
    return _crc(_CASTAGNOLI, data)


def u32(value):
    return struct.pack('<I', value & 0xFFFFFFFF)


def u64(value):
    return struct.pack('<Q', value & 0xFFFFFFFFFFFFFFFF)


def get_u32(data, at=0):
    if at + 4 > len(data):
        raise WireError('4 bytes wanted at offset %d, %d there' % (at, len(data)))
    return struct.unpack_from('<I', data, at)[0]


def get_i32(data, at=0):
    value = get_u32(data, at)
    return value - (1 << 32) if value >> 31 else value


def get_u64(data, at=0):
    if at + 8 > len(data):
        raise WireError('8 bytes wanted at offset %d, %d there' % (at, len(data)))
    return struct.unpack_from('<Q', data, at)[0]


def get_i64(data, at=0):
    value = get_u64(data, at)
    return value - (1 << 64) if value >> 63 else value


def tl_string(text):
    """A TL string: one length byte below 254, else FE and three; zeros up to a multiple of four."""
    if isinstance(text, str):
        text = text.encode('utf-8')
    if len(text) < 254:
        out = bytes([len(text)]) + text
    elif len(text) < 1 << 24:
        out = b'\xfe' + struct.pack('<I', len(text))[:3] + text
    else:
        raise ValueError('a TL string holds less than 2^24 bytes')
    return out + bytes(-len(out) % 4)


def get_tl_string(data, at):
    """(the string, the offset behind its padding)"""
    if at >= len(data):
        raise WireError('no string at offset %d' % at)
    first = data[at]
    if first == 255:
        raise WireError('string length byte 255 at offset %d' % at)
    if first == 254:
        size, start = get_u32(data, at) >> 8, at + 4
        if size < 254:
            raise WireError('string of %d bytes in the long form at offset %d' % (size, at))
    else:
        size, start = first, at + 1
    end = start + size
    padded = end + (-(end - at) % 4)
    if padded > len(data):
        raise WireError('string of %d bytes at offset %d runs over the end' % (size, at))
    if any(data[end:padded]):
        raise WireError('padding of the string at offset %d is not zero' % at)
    return bytes(data[start:end]), padded


def packet(seq, kind, body, crc=crc32, length=None, checksum=None):
    """One packet. length and checksum replace the true ones: for tests of the other side's eyes."""
    head = u32(16 + len(body) if length is None else length) + struct.pack('<i', seq) + u32(kind) + body
    return head + u32(crc(head) if checksum is None else checksum)


def pad_packet(data):
    """Alignment zeros behind one packet of an encrypted stream."""
    return data + bytes(-len(data) % 4)


def pad_flush(data, already=0):
    """Skip words that bring an encrypted flush to a block boundary; `already` counts the bytes before it."""
    missing = -(already + len(data)) % 16
    if missing % 4:
        raise ValueError('a flush of %d bytes is not aligned' % len(data))
    return data + u32(SKIP_WORD) * (missing // 4)


class Packet:
    def __init__(self, raw):
        self.raw = bytes(raw)
        self.length = get_u32(raw, 0)
        self.seq = get_i32(raw, 4)
        self.kind = get_u32(raw, 8)
        self.body = self.raw[12:-4]
        self.crc = get_u32(raw, len(raw) - 4)


class Reader:
    """Plaintext bytes in, packets out. Knows the sequence number and the checksum in force; the session sets them."""

    def __init__(self):
        self.pending = bytearray()
        self.next_seq = -2
        self.crc = crc32
        self.encrypted = False
        self.version = 1
        self.setup = True  # until both handshakes are through
        self.skips = 0  # consecutive skip words
        self.first_word = True
        self.notes = []  # allowed but remarkable; the session takes them away

    def feed(self, data):
        self.pending += data

    def mid_packet(self):
        """True when bytes are left that are not just the skip words of an encrypted flush."""
        rest = bytes(self.pending)
        return rest != u32(SKIP_WORD) * (len(rest) // 4) if self.encrypted else bool(rest)

    def next(self):
        """The next packet, or None until more bytes came."""
        while len(self.pending) >= 4:
            length = get_u32(self.pending, 0)
            if length == SKIP_WORD and not self.first_word:
                if not self.encrypted:
                    raise WireError('skip word in plaintext')
                self.skips += 1
                if self.skips > 3:
                    raise WireError('more than 3 skip words in a row')
                del self.pending[:4]
                continue
            if length < 16:
                raise WireError('packet length %d' % length)
            limit = MAX_SETUP_PACKET if self.setup else MAX_PACKET
            if length > limit:
                raise WireError('packet length %d is over %d' % (length, limit))
            if length % 4:
                if self.version == 0:
                    raise WireError('packet length %d is not a multiple of 4 in version 0' % length)
                self.notes.append('packet length %d is not a multiple of 4' % length)
            size = length + (-length % 4 if self.encrypted else 0)
            if len(self.pending) < size:
                return None
            raw, zeros = bytes(self.pending[:length]), self.pending[length:size]
            if any(zeros):
                raise WireError('alignment bytes are not zero: %s' % zeros.hex())
            got = Packet(raw)
            want = self.crc(raw[:-4])
            if got.crc != want:
                other = crc32c if self.crc is crc32 else crc32
                hint = ' (it is the other polynomial)' if other(raw[:-4]) == got.crc else ''
                raise WireError('crc %08x, computed %08x%s' % (got.crc, want, hint))
            if got.seq != self.next_seq:
                raise WireError('seq %d, expected %d' % (got.seq, self.next_seq))
            del self.pending[:size]
            self.next_seq += 1
            self.skips = 0
            self.first_word = False
            return got
        return None


# --- process ids and set-up packets -----------------------------------------------------------------------------------


def pid_bytes(ip, port, pid, start):
    return struct.pack('<IHHI', ip, port, pid & 0xFFFF, start & 0xFFFFFFFF)


def read_pid(data, at):
    if at + 12 > len(data):
        raise WireError('process id cut short')
    ip, port, pid, start = struct.unpack_from('<IHHI', data, at)
    return {'ip': ip, 'port': port, 'pid': pid, 'start': start}


def nonce_body(key_id=0, schema=0, version=1, flags=0, when=0, nonce=bytes(16), point=b''):
    return u32(key_id) + struct.pack('<BBH', schema, version, flags) + u32(when) + nonce + point


def read_nonce(body):
    if len(body) < 28:
        raise WireError('nonce body of %d bytes' % len(body))
    schema, version, flags = struct.unpack_from('<BBH', body, 4)
    point = b''
    if version >= 2:
        if len(body) < 60:
            raise WireError('nonce of version %d without a point' % version)
        point = bytes(body[28:60])
    return {
        'key_id': get_u32(body, 0),
        'schema': schema,
        'version': version,
        'flags': flags,
        'time': get_u32(body, 8),
        'nonce': bytes(body[12:28]),
        'point': point,
    }


def handshake_body(flags, sender, peer):
    return u32(flags) + sender + peer


def read_handshake(body):
    if len(body) != 28:
        raise WireError('handshake body of %d bytes' % len(body))
    return {
        'flags': get_u32(body, 0),
        'sender': read_pid(body, 4),
        'peer': read_pid(body, 16),
        'sender_bytes': bytes(body[4:16]),
    }


# --- request and answer headers ---------------------------------------------------------------------------------------


def _strings_and_longs(data, at):
    count, at = _count(data, at, 12)
    out = []
    for _ in range(count):
        name, at = get_tl_string(data, at)
        out.append((name.decode('latin-1'), get_i64(data, at)))
        at += 8
    return out, at


def _strings(data, at):
    count, at = _count(data, at, 4)
    out = []
    for _ in range(count):
        text, at = get_tl_string(data, at)
        out.append(text.decode('latin-1'))
    return out, at


def _pairs(data, at):
    count, at = _count(data, at, 8)
    out = []
    for _ in range(count):
        name, at = get_tl_string(data, at)
        value, at = get_tl_string(data, at)
        out.append((name.decode('latin-1'), value.decode('latin-1')))
    return out, at


def _longs(data, at):
    count, at = _count(data, at, 8)
    return [get_i64(data, at + 8 * i) for i in range(count)], at + 8 * count


def _count(data, at, smallest):
    count = get_u32(data, at)
    if count * smallest > len(data) - at - 4:
        raise WireError('count %d at offset %d cannot fit' % (count, at))
    return count, at + 4


def _one_string(data, at):
    text, at = get_tl_string(data, at)
    return text.decode('latin-1'), at


def _double(data, at):
    return struct.unpack('<d', u64(get_u64(data, at)))[0], at + 8


def _persistent(data, at):
    magic = get_u32(data, at)
    sizes = {0xC8D71B66: 16, 0x6836B983: 32}
    if magic not in sizes:
        raise WireError('persistent_query magic %08x' % magic)
    end = at + 4 + sizes[magic]
    if end > len(data):
        raise WireError('persistent_query cut short')
    return bytes(data[at:end]).hex(), end


def _trace(data, at):
    mask = get_u32(data, at)
    out = {'mask': mask, 'lo': get_i64(data, at + 4), 'hi': get_i64(data, at + 12)}
    at += 20
    if mask & 4:
        out['parent'], at = get_i64(data, at), at + 8
    if mask & 8:
        out['source'], at = _one_string(data, at)
    return out, at


def _i32(data, at):
    return get_i32(data, at), at + 4


def _i64(data, at):
    return get_i64(data, at), at + 8


def _mark(_data, at):
    return True, at


REQUEST_BITS = {
    0: ('return_binlog_pos', _mark),
    1: ('return_binlog_time', _mark),
    2: ('return_pid', _mark),
    3: ('return_request_sizes', _mark),
    4: ('return_failed_subqueries', _mark),
    6: ('return_query_stats', _mark),
    7: ('no_result', _mark),
    8: ('must_be_master', _mark),
    9: ('requester_id', _i64),
    14: ('return_shards_binlog_pos', _mark),
    15: ('wait_shards_binlog_pos', _strings_and_longs),
    16: ('wait_binlog_pos', _i64),
    18: ('string_forward_keys', _strings),
    19: ('int_forward_keys', _longs),
    20: ('string_forward', _one_string),
    21: ('int_forward', _i64),
    23: ('custom_timeout_ms', _i32),
    25: ('supported_compression_version', _i32),
    26: ('random_delay', _double),
    27: ('return_view_number', _mark),
    28: ('persistent_query', _persistent),
    29: ('trace_context', _trace),
    30: ('execution_context', _one_string),
}


def _engine_pid(data, at):
    if at + 12 > len(data):
        raise WireError('engine_pid cut short')
    return {'ip': get_u32(data, at), 'port_pid': get_u32(data, at + 4), 'utime': get_u32(data, at + 8)}, at + 12


def _two_i32(data, at):
    return (get_i32(data, at), get_i32(data, at + 4)), at + 8


def _two_i64(data, at):
    return (get_i64(data, at), get_i64(data, at + 8)), at + 16


ANSWER_BITS = {
    0: ('binlog_pos', _i64),
    1: ('binlog_time', _i64),
    2: ('engine_pid', _engine_pid),
    3: ('sizes', _two_i32),
    4: ('failed_subqueries', _i32),
    5: ('compression_version', _i32),
    6: ('stats', _pairs),
    14: ('shards_binlog_pos', _strings_and_longs),
    27: ('view', _two_i64),
}


def read_extra(data, at, bits):
    """The flags word and the fields its bits announce, in ascending order."""
    flags = get_u32(data, at)
    at += 4
    out = {'flags': flags}
    for bit in range(32):
        if not flags >> bit & 1:
            continue
        if bit not in bits:
            raise WireError('unknown flag bit %d' % bit)
        name, read = bits[bit]
        out[name], at = read(data, at)
    return out, at


def read_request(body):
    """What stands in rpcInvokeReq: id, wrappers, function body."""
    out = {'qid': get_i64(body, 0), 'wrappers': [], 'actor': 0, 'extra': None}
    at, actors, extras = 8, 0, 0
    while at + 4 <= len(body):
        magic = get_u32(body, at)
        if magic not in (DEST_ACTOR, DEST_FLAGS, DEST_ACTOR_FLAGS, TL2_MARKER):
            break
        out['wrappers'].append('%08x' % magic)
        at += 4
        if magic in (DEST_ACTOR, DEST_ACTOR_FLAGS):
            out['actor'], at, actors = get_i64(body, at), at + 8, actors + 1
        if magic in (DEST_FLAGS, DEST_ACTOR_FLAGS):
            out['extra'], at = read_extra(body, at, REQUEST_BITS)
            extras += 1
        if magic == TL2_MARKER:
            break
    if actors > 1 or extras > 1:
        raise WireError('more than one actor or more than one extra in a request')
    out['function'] = bytes(body[at:])
    out['magic'] = get_u32(body, at) if len(body) >= at + 4 else None
    return out


def read_answer(kind, body):
    """What stands in rpcReqResult or rpcReqError: id, header, then a result or one of the four error forms."""
    out = {'qid': get_i64(body, 0), 'header': None, 'error': None, 'form': None}
    at = 8
    if kind == ERROR:
        return _answer_error(out, body, at, 'A')
    if len(body) >= at + 4 and get_u32(body, at) == RESULT_HEADER:
        out['header'], at = read_extra(body, at + 4, ANSWER_BITS)
    magic = get_u32(body, at) if len(body) >= at + 4 else None
    if magic == ERROR:
        return _answer_error(out, body, at + 12, 'B')
    if magic == ERROR_WRAPPED:
        return _answer_error(out, body, at + 4, 'C')
    if magic == REQ_ERROR:
        return _answer_error(out, body, at + 4, 'D')
    out['result'] = bytes(body[at:])
    return out


def _answer_error(out, body, at, form):
    code = get_i32(body, at)
    text, end = get_tl_string(body, at + 4)
    if end != len(body):
        raise WireError('%d bytes behind an error text' % (len(body) - end))
    out['error'], out['form'] = (code, text.decode('utf-8', 'replace')), form
    return out


def error_answer(form, qid, code, text, header=b''):
    """(packet type, body) of an error in form A, B, C or D; header: bytes of a reqResultHeader in front of B, C, D."""
    tail = struct.pack('<i', code) + tl_string(text)
    if form == 'A':
        return ERROR, u64(qid) + tail
    if form == 'B':
        return RESULT, u64(qid) + header + u32(ERROR) + u64(qid) + tail
    if form == 'C':
        return RESULT, u64(qid) + header + u32(ERROR_WRAPPED) + tail
    if form == 'D':
        return RESULT, u64(qid) + header + u32(REQ_ERROR) + tail
    raise ValueError('error form %r' % form)
