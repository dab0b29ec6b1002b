package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Answers {@code /openapi/v2}, in JSON or in protobuf; the newest document is kept. */
final class SwaggerAnswers {
    private static final String ASKED_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    @SuppressWarnings("ArrayRecordComponent") // written once, and never changed
    private record Written(ServedCatalog of, byte[] json, byte[] protobuf, String hash) {}

    private final AtomicReference<@Nullable Written> newest = new AtomicReference<>();

    ApiResponse answer(ApiRequest request, ServedCatalog catalog) {
        Optional<String> asked = request.accept().firstOf(List.of(ApiResponse.JSON, ASKED_PROTOBUF, PROTOBUF));
        if (asked.isEmpty()) {
            return new ApiResponse.Whole(406, List.of(), new byte[0]).with("Vary", "Accept");
        }
        Written written = written(catalog);
        ApiResponse answer = asked.get().equals(ApiResponse.JSON)
                ? OpenApi.unlessKnown(request, written.hash(), ApiResponse.JSON, written::json)
                : OpenApi.unlessKnown(request, written.hash(), PROTOBUF, written::protobuf);
        return answer.with("Vary", "Accept");
    }

    private Written written(ServedCatalog catalog) {
        Written known = newest.get();
        if (known != null && known.of() == catalog) {
            return known;
        }
        var document = SwaggerDocument.of(catalog);
        byte[] json = ObjectJson.mapper().writeValueAsBytes(document);
        Written written = new Written(catalog, json, GnosticWriter.write(document), Hashes.sha512(json));
        newest.set(written);
        return written;
    }
}
