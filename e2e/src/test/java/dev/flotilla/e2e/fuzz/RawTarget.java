package dev.flotilla.e2e.fuzz;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says the input itself, with whatever line ends and lengths it holds, and reads what comes until it is over. */
record RawTarget(String name, List<byte[]> seeds) implements Target {
    private static final int ANSWERS_MAX = 64;

    @Override
    public void attempt(byte[] input, FuzzServer server) throws IOException, Violation {
        try (Wire wire = server.connect()) {
            wire.send(input);
            wire.noMore();
            boolean open = true;
            for (int i = 0; open && i < ANSWERS_MAX; i++) {
                Optional<Wire.Answer> answer = wire.answer(false);
                if (answer.isPresent()) {
                    Judge.check(answer.get());
                }
                open = answer.isPresent() && answer.get().open();
            }
        } catch (SocketException | SSLException e) {
            // the server may end the connection at any time
        }
    }
}
