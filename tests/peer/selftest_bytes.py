"""Literal dumps of the protocol text, and published vectors: FIPS 197, SP 800-38A, RFC 7748. Part of selftest.py."""
import unittest
import zlib

import ciphers
import wire

NOP = wire.u32(wire.ENGINE_NOP)
TRUE = wire.u32(wire.TRUE)


def hexa(text):
    return bytes.fromhex(''.join(text.split()))


def recorded_key():
    return hexa(
        '746b6579030a11181f262d343b424950575e656c737a81888f969da4abb2b9c0'
        'c7ced5dce3eaf1f8ff060d141b222930373e454c535a61686f767d848b9299a0'
    )


class Bytes(unittest.TestCase):
    def test_checksums(self):
        self.assertEqual(wire.crc32(b'123456789'), 0xCBF43926)
        self.assertEqual(wire.crc32c(b'123456789'), 0xE3069283)
        data = bytes(i * 7 & 255 for i in range(70000))
        self.assertEqual(wire._crc(wire._IEEE, data), zlib.crc32(data))

    def test_nonce(self):
        want = hexa('2c000000 feffffff aa87cb7a 00000000 00 01 0000 00000000' + '00' * 16 + '9e0c1bcc')
        self.assertEqual(wire.packet(-2, wire.NONCE, wire.nonce_body()), want)

    def test_handshake(self):
        want = hexa(
            '2c000000 ffffffff f5ee8276 00000000 0200000a 0000 9210 00bca065 0100000a 5e09 0000 00000000 d60f6dae'
        )
        body = wire.handshake_body(
            0, wire.pid_bytes(0x0A000002, 0, 4242, 0x65A0BC00), wire.pid_bytes(0x0A000001, 2398, 0, 0)
        )
        self.assertEqual(wire.packet(-1, wire.HANDSHAKE, body), want)

    def test_request_and_answer(self):
        want = hexa('1c000000 00000000 3ddf7423 0807060504030201 c6b76b16 ec484cba')
        self.assertEqual(wire.packet(0, wire.INVOKE, wire.u64(0x0102030405060708) + NOP), want)
        want = hexa('1c000000 00000000 4edaae63 0807060504030201 39d3ed3f 6f5c170a')
        self.assertEqual(wire.packet(0, wire.RESULT, wire.u64(0x0102030405060708) + TRUE), want)

    def test_request_with_header(self):
        want = hexa(
            '30000000 02000000 3ddf7423 0907060504030201 f7aca5f0 1500000000000000 00008000 0e010000 c6b76b16 a18e2539'
        )
        body = (
            wire.u64(0x0102030405060709)
            + wire.u32(wire.DEST_ACTOR_FLAGS)
            + wire.u64(21)
            + wire.u32(1 << 23)
            + wire.u32(270)
            + NOP
        )
        self.assertEqual(wire.packet(2, wire.INVOKE, body), want)
        got = wire.read_request(body)
        self.assertEqual((got['actor'], got['extra']['custom_timeout_ms'], got['function']), (21, 270, NOP))

    def test_encrypted_handshake(self):
        plain = hexa(
            '2c000000 ffffffff f5ee8276 00080000 0200000a 00009210 00bca065 0100000a 5e090000 00000000 5cd9ef6c'
        )
        cipher = hexa(
            'dc93e35d1110f296ddedc0dcad3f2119 10c228bffbd86cf31055e46d29f64ea5 066df172cafafcff669cd4df599fa6a4'
        )
        key, iv = ciphers.derive(
            ciphers.key_material(
                1, b'CLIENT', recorded_key(), b'ABCDEFGHIJKLMNOP', b'abcdefghijklmnop', 0x65A0BC80, 0x65A0BC83
            )
        )
        self.assertEqual(ciphers.CbcEncryptor(key, iv).update(wire.pad_flush(wire.pad_packet(plain))), cipher)
        self.assertEqual(ciphers.CbcDecryptor(key, iv).update(cipher), plain + wire.u32(4))

    def test_padding(self):
        self.assertEqual(wire.pad_packet(bytes(31)), bytes(32))
        self.assertEqual(wire.pad_flush(bytes(68)), bytes(68) + wire.u32(4) * 3)
        self.assertEqual(wire.pad_flush(bytes(32)), bytes(32))

    def test_strings(self):
        for text, want in ((b'', '00000000'), (b'a', '01610000'), (b'abc', '03616263'), (b'abcd', '0461626364000000')):
            self.assertEqual(wire.tl_string(text), hexa(want))
        self.assertEqual(wire.tl_string(b'x' * 253)[:2], b'\xfdx')
        self.assertEqual(wire.tl_string(b'x' * 254)[:5], b'\xfe\xfe\x00\x00x')
        self.assertEqual(len(wire.tl_string(b'x' * 254)), 260)
        for size in (0, 1, 2, 3, 4, 253, 254, 255, 256, 70000):
            text, end = wire.get_tl_string(wire.tl_string(b'y' * size) + b'!', 0)
            self.assertEqual((len(text), end), (size, len(wire.tl_string(b'y' * size))))
        for bad in ('ff000000', '05616263', '01610001', 'fe010000 61000000'):
            with self.assertRaises(wire.WireError):
                wire.get_tl_string(hexa(bad), 0)

    def test_reader_takes_every_split(self):
        stream = wire.packet(-2, wire.NONCE, wire.nonce_body()) + wire.packet(-1, wire.HANDSHAKE, bytes(28))
        for at in range(len(stream) + 1):
            reader, got = wire.Reader(), []
            for part in (stream[:at], stream[at:]):
                reader.feed(part)
                while True:
                    one = reader.next()
                    if one is None:
                        break
                    got.append(one.seq)
            self.assertEqual(got, [-2, -1])

    def test_reader_refuses(self):
        good = wire.packet(-2, wire.NONCE, wire.nonce_body())
        for bad in (
            wire.packet(-1, wire.NONCE, wire.nonce_body()),
            good[:-1] + b'\x00',
            wire.u32(4) + good,
            wire.packet(-2, wire.NONCE, bytes(1008)),
            wire.u32(0) + good[4:],
            wire.u32(1 << 31) + good[4:],
        ):
            reader = wire.Reader()
            reader.feed(bad)
            with self.assertRaises(wire.WireError):
                reader.next()


class Ciphers(unittest.TestCase):
    def test_aes_fips_197(self):
        aes = ciphers.Aes256(bytes(range(32)))
        block = hexa('00112233445566778899aabbccddeeff')
        self.assertEqual(aes.encrypt_block(block), hexa('8ea2b7ca516745bfeafc49904b496089'))
        self.assertEqual(aes.decrypt_block(aes.encrypt_block(block)), block)

    def test_cbc_sp_800_38a(self):
        key = hexa('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4')
        plain = hexa('6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51')
        want = hexa('f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d')
        self.assertEqual(ciphers.CbcEncryptor(key, bytes(range(16))).update(plain), want)
        for at in range(33):
            cbc = ciphers.CbcDecryptor(key, bytes(range(16)))
            self.assertEqual(cbc.update(want[:at]) + cbc.update(want[at:]), plain)

    def test_x25519_rfc_7748(self):
        scalar = hexa('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4')
        point = hexa('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c')
        self.assertEqual(
            ciphers.x25519(scalar, point).hex(), 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552'
        )
