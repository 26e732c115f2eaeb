"""AES-256-CBC, X25519 and the key derivation of the test peer, in plain Python; MD5 and SHA-1 come from hashlib.

Written from FIPS 197, RFC 7748 and the text of the protocol, sharing nothing with src/crypto.
Slow (tens of kilobytes a second) and not safe against timing: fit for tests, never for keys that protect anything.
"""
import hashlib
import struct


def _multiply(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _make_sbox():
    """Inverses in GF(2^8) through the powers of 3, then the affine step."""
    power, logs = [1], {}
    for _ in range(254):
        power.append(_multiply(power[-1], 3))
    for exponent, value in enumerate(power):
        logs[value] = exponent
    box = []
    for value in range(256):
        inverse = power[-logs[value] % 255] if value else 0
        out = 0x63
        for turn in range(5):
            out ^= (inverse << turn | inverse >> (8 - turn)) & 0xFF
        box.append(out)
    return box


SBOX = _make_sbox()
INVERSE_SBOX = [SBOX.index(value) for value in range(256)]
_TIMES = {factor: [_multiply(value, factor) for value in range(256)] for factor in (2, 3, 9, 11, 13, 14)}


class Aes256:
    ROUNDS = 14

    def __init__(self, key):
        if len(key) != 32:
            raise ValueError('AES-256 wants 32 bytes of key')
        words = [list(key[i : i + 4]) for i in range(0, 32, 4)]
        constant = 1
        while len(words) < 4 * (self.ROUNDS + 1):
            word = list(words[-1])
            if len(words) % 8 == 0:
                word = [SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= constant
                constant = _multiply(constant, 2)
            elif len(words) % 8 == 4:
                word = [SBOX[b] for b in word]
            words.append([a ^ b for a, b in zip(word, words[-8])])
        self.round_keys = [sum(words[i : i + 4], []) for i in range(0, len(words), 4)]

    def encrypt_block(self, block):
        state = [a ^ b for a, b in zip(block, self.round_keys[0])]
        two, three = _TIMES[2], _TIMES[3]
        for number in range(1, self.ROUNDS + 1):
            state = [SBOX[b] for b in state]
            state = [state[(i + 4 * (i % 4)) % 16] for i in range(16)]
            if number < self.ROUNDS:
                mixed = []
                for c in range(0, 16, 4):
                    a, b, d, e = state[c : c + 4]
                    mixed += [
                        two[a] ^ three[b] ^ d ^ e,
                        a ^ two[b] ^ three[d] ^ e,
                        a ^ b ^ two[d] ^ three[e],
                        three[a] ^ b ^ d ^ two[e],
                    ]
                state = mixed
            state = [a ^ b for a, b in zip(state, self.round_keys[number])]
        return bytes(state)

    def decrypt_block(self, block):
        nine, eleven, thirteen, fourteen = _TIMES[9], _TIMES[11], _TIMES[13], _TIMES[14]
        state = [a ^ b for a, b in zip(block, self.round_keys[self.ROUNDS])]
        for number in range(self.ROUNDS - 1, -1, -1):
            state = [state[(i - 4 * (i % 4)) % 16] for i in range(16)]
            state = [INVERSE_SBOX[b] for b in state]
            state = [a ^ b for a, b in zip(state, self.round_keys[number])]
            if number:
                mixed = []
                for c in range(0, 16, 4):
                    a, b, d, e = state[c : c + 4]
                    mixed += [
                        fourteen[a] ^ eleven[b] ^ thirteen[d] ^ nine[e],
                        nine[a] ^ fourteen[b] ^ eleven[d] ^ thirteen[e],
                        thirteen[a] ^ nine[b] ^ fourteen[d] ^ eleven[e],
                        eleven[a] ^ thirteen[b] ^ nine[d] ^ fourteen[e],
                    ]
                state = mixed
        return bytes(state)


class CbcEncryptor:
    """One direction of a connection: the chain runs through all flushes."""

    def __init__(self, key, iv):
        self.aes, self.last = Aes256(key), iv

    def update(self, plain):
        if len(plain) % 16:
            raise ValueError('%d bytes are no whole blocks' % len(plain))
        out = []
        for at in range(0, len(plain), 16):
            self.last = self.aes.encrypt_block(bytes(a ^ b for a, b in zip(plain[at : at + 16], self.last)))
            out.append(self.last)
        return b''.join(out)


class CbcDecryptor:
    """Takes any split of the ciphertext; keeps the 0 to 15 bytes of an unfinished block."""

    def __init__(self, key, iv):
        self.aes, self.last, self.rest = Aes256(key), iv, b''

    def update(self, data):
        data = self.rest + bytes(data)
        whole = len(data) - len(data) % 16
        self.rest = data[whole:]
        out = []
        for at in range(0, whole, 16):
            block = data[at : at + 16]
            out.append(bytes(a ^ b for a, b in zip(self.aes.decrypt_block(block), self.last)))
            self.last = block
        return b''.join(out)


_P = 2**255 - 19


def x25519(scalar, point):
    """RFC 7748 §5, the Montgomery ladder over Python's integers."""
    k = bytearray(scalar)
    k[0] &= 248
    k[31] = (k[31] & 127) | 64
    k = int.from_bytes(k, 'little')
    x1 = int.from_bytes(point, 'little') & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for bit in range(254, -1, -1):
        now = k >> bit & 1
        if swap ^ now:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = now
        a, b = (x2 + z2) % _P, (x2 - z2) % _P
        aa, bb = a * a % _P, b * b % _P
        e = (aa - bb) % _P
        da, cb = (x3 - z3) * a % _P, (x3 + z3) * b % _P
        x3, z3 = (da + cb) ** 2 % _P, x1 * (da - cb) ** 2 % _P
        x2, z2 = aa * bb % _P, e * (aa + 121665 * e) % _P
    if swap:
        x2, x3, z2, z3 = x3, x2, z3, z2
    return (x2 * pow(z2, _P - 2, _P) % _P).to_bytes(32, 'little')


def x25519_public(scalar):
    return x25519(scalar, (9).to_bytes(32, 'little'))


def key_material(
    version,
    direction,
    key,
    server_nonce,
    client_nonce,
    client_time,
    server_time=0,
    shared=b'',
    server_ip=0,
    client_ip=0,
    server_port=0,
    client_port=0,
    ipv6=b'',
):
    """M of the derivation. direction: b'CLIENT' or b'SERVER'. ipv6: both addresses, version 0 of the C engines."""
    if version == 0:
        fourth = server_ip
    else:
        fourth, client_ip, server_port, client_port, ipv6 = server_time, 0, 0, 0, b''
    material = server_nonce + client_nonce
    material += struct.pack('<IIH', client_time, fourth, client_port)
    material += direction
    material += struct.pack('<IH', client_ip, server_port)
    material += key + server_nonce + ipv6 + client_nonce
    if version >= 2:
        material += shared
    return material


def derive(material):
    """(key, iv)"""
    key = hashlib.md5(material[1:]).digest()[:12] + hashlib.sha1(material).digest()[:20]
    return key, hashlib.md5(material[2:]).digest()
