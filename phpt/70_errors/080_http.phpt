--TEST--
errors: something else than RPC on that port
--INI--
tl.conffile={PWD}/../_inc/fault.tl
--FILE--
<?php
require __DIR__ . '/../_inc/fault.inc';

$http = ['text' => "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html>"];
$peer = peer_start(['connections' => [['accept' => [$http, ['delay' => 0.1, 'inline' => true], ['close' => true]]]]]);
$watch = new Stopwatch();
var_dump(@connect($peer));
echo error_get_last()['message'], "\n";
$watch->expect_sooner('HTTP', 20.0);

// The same instead of an answer.
$peer = peer_with(on(['total' => 1], ['text' => "HTTP/1.1 502 Bad Gateway\r\n\r\n"]));
$c = connect($peer);
expect_code('HTTP for an answer', ask($c), -4104);
expect_recovery('HTTP for an answer', $c);
$peer->check();
?>
--EXPECTF--
NULL
%AHTTP/1.1%A
