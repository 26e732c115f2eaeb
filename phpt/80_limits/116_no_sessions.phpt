--TEST--
limits: the end of a request calls nothing of the script's, and nothing that php.ini disabled
--INI--
disable_functions=session_write_close
--FILE--
<?php
if (!function_exists('session_write_close') && !extension_loaded('session')) {
    function session_write_close()
    {
        echo "called\n";
    }
}
echo "the end\n";
?>
--EXPECT--
the end
