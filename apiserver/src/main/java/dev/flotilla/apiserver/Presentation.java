package dev.flotilla.apiserver;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.view.Indented;
import dev.flotilla.apiserver.view.Yaml;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** How a client wants an answer's bytes: as YAML, indented for people, compressed. */
final class Presentation {
    private static final int COMPRESSED_BYTES_MIN = 128 << 10;
    private static final String YAML = "application/yaml";

    private static final Pattern PRETTY = Pattern.compile("(?:^|&)pretty(?:=([^&]*))?(?=&|$)");

    private Presentation() {}

    static ApiResponse.Whole of(HttpServerRequest request, ApiResponse.Whole answer) {
        return compressed(request, presented(request, answer));
    }

    private static ApiResponse.Whole presented(HttpServerRequest request, ApiResponse.Whole answer) {
        String type = header(answer, "Content-Type").orElse("");
        if (answer.body().length == 0) {
            return answer;
        }
        if (type.equals(YAML) || (type.equals(ApiResponse.JSON) && answer.code() >= 400 && wantsYaml(request))) {
            return with(answer, YAML, Yaml.write(ObjectJson.mapper().readTree(answer.body())));
        }
        return type.equals(ApiResponse.JSON) && wantsIndented(request)
                ? with(answer, type, Indented.write(ObjectJson.mapper().readTree(answer.body())))
                : answer;
    }

    private static boolean wantsYaml(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.strip().toLowerCase(Locale.ROOT).startsWith(YAML);
    }

    /** Programs that show answers to people get them indented unless they say otherwise. */
    private static boolean wantsIndented(HttpServerRequest request) {
        @Nullable String path = request.path();
        if (path == null || path.startsWith("/openapi/")) {
            return false;
        }
        @Nullable String query = request.query();
        Matcher asked = PRETTY.matcher(query == null ? "" : query);
        if (asked.find()) {
            String value = asked.group(1);
            return value == null || !(value.equals("0") || value.equalsIgnoreCase("false"));
        }
        @Nullable String agent = request.getHeader("User-Agent");
        return agent != null
                && (agent.startsWith("curl") || agent.startsWith("Wget") || agent.startsWith("Mozilla/5.0"));
    }

    private static ApiResponse.Whole compressed(HttpServerRequest request, ApiResponse.Whole answer) {
        @Nullable String accepted = request.getHeader("Accept-Encoding");
        if (answer.body().length < COMPRESSED_BYTES_MIN || accepted == null || !takesGzip(accepted)) {
            return answer;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(answer.body().length / 4);
        try (GZIPOutputStream gzip = new FastGzip(out)) {
            gzip.write(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ApiResponse.Whole(answer.code(), answer.headers(), out.toByteArray())
                .with("Content-Encoding", "gzip")
                .with("Vary", "Accept-Encoding");
    }

    private static boolean takesGzip(String accepted) {
        for (String each : accepted.split(",")) {
            String[] parts = each.strip().split("\\s*;\\s*", 2);
            if (parts[0].equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static Optional<String> header(ApiResponse.Whole answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(ApiResponse.Header::value)
                .findFirst();
    }

    private static ApiResponse.Whole with(ApiResponse.Whole answer, String type, byte[] body) {
        Predicate<ApiResponse.Header> other = header -> !header.name().equals("Content-Type");
        List<ApiResponse.Header> headers =
                new ArrayList<>(answer.headers().stream().filter(other).toList());
        headers.addFirst(new ApiResponse.Header("Content-Type", type));
        return new ApiResponse.Whole(answer.code(), headers, body);
    }
}
