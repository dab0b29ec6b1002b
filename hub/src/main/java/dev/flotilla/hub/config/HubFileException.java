package dev.flotilla.hub.config;

import java.util.List;

/** A configuration that cannot be used. Its message has a line for each problem, with file, line and what to do. */
public final class HubFileException extends Exception {
    private static final long serialVersionUID = 1;

    HubFileException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
