package dev.flotilla.simulator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellTest {
    private final Commands commands = new Commands(
            Map.of("HOSTNAME", "web", "COLOUR", "blue"),
            new Files(Map.of("/etc/hostname", "web\n".getBytes(StandardCharsets.UTF_8))));
    private int exit;

    private String sh(String script) throws IOException, InterruptedException {
        return run("", "sh", "-c", script);
    }

    private String run(String input, String... words) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exit = commands.run(
                List.of(words),
                new Streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, out, false));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void takesQuotesAndVariablesAsAShellDoes() throws Exception {
        assertThat(sh("echo \"$COLOUR  sky\" '$COLOUR' $NONE end")).isEqualTo("blue  sky $COLOUR  end\n");
        assertThat(sh("false; echo $?")).isEqualTo("1\n");
        assertThat(sh("echo 'open")).contains("unterminated quoted string");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void goesOnOrNotByExitCodes() throws Exception {
        assertThat(sh("true && echo yes || echo no; false && echo never || echo no"))
                .isEqualTo("yes\nno\n");
        assertThat(sh("echo a; exit 7; echo b")).isEqualTo("a\n");
        assertThat(exit).isEqualTo(7);
        assertThat(sh("nosuch")).isEqualTo("sh: nosuch: not found\n");
        assertThat(exit).isEqualTo(127);
    }

    @Test
    void keepsWhatIsWritten() throws Exception {
        assertThat(sh("echo hello > /tmp/a/b && cat /tmp/a/../a/b && ls /tmp && test -d /tmp/a && test -f /tmp/a/b"))
                .isEqualTo("hello\na\n");
        assertThat(exit).isZero();
    }

    @Test
    void readsCommandsUntilItsInputEnds() throws Exception {
        assertThat(run("hostname\necho done\n", "sh")).isEqualTo("web\ndone\n");
    }

    @Test
    void unpacksWhatItHasPacked() throws Exception {
        ByteArrayOutputStream tape = new ByteArrayOutputStream();
        Tape.write(tape, "dir/file", "content".getBytes(StandardCharsets.UTF_8));
        Tape.end(tape);

        exit = commands.run(
                List.of("tar", "-xmf", "-", "-C", "/data"),
                new Streams(new ByteArrayInputStream(tape.toByteArray()), tape, tape, false));

        assertThat(exit).isZero();
        assertThat(sh("cat /data/dir/file")).isEqualTo("content");
        assertThat(run("", "tar", "cf", "-", "/data")).contains("data/dir/file", "content");
    }
}
