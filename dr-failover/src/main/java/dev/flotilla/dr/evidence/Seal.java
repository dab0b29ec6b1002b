package dev.flotilla.dr.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a report and its signature make one file. In every format the file is
 *
 * <pre>{@code
 * content | signature, 88 characters of Base64 | end, always the same for the format
 * }</pre>
 *
 * and the signature is that of every byte of the content; the content holds the signer's public key too. A JSON file
 * holds the report itself; a page carries it packed in a comment at its end, so that a page alone is whole evidence.
 */
public final class Seal {
    static final int SIGNATURE_CHARACTERS = 88;
    static final String JSON_END = "\"\n  }\n}\n";
    static final String PAGE_END = "\n-->\n";

    private static final String COMMENT = "<!-- flotilla-drill-report\n";
    private static final String BASE64 = "([A-Za-z0-9+/=]++)";
    private static final Pattern COMMENT_FORM =
            Pattern.compile(COMMENT + "report: " + BASE64 + "\nkey: " + BASE64 + "\nsignature: ");

    private Seal() {}

    /**
     * A file taken apart; nothing of it is trusted yet.
     *
     * @param report its canonical JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Opened(byte[] content, byte[] signature, VerifyingKey key, byte[] report) {}

    /** The report as a signed JSON file: {@code {"report": …, "signature": …}}. */
    public static String json(DrillReport report, SigningKey key) {
        String whole = CanonicalJson.pretty(envelope(ReportJson.tree(report), key.verifying(), ""));
        return signed(whole.substring(0, whole.length() - JSON_END.length()), key, JSON_END);
    }

    /**
     * A page as a signed file.
     *
     * @param page Markdown or HTML, in which a comment may follow
     */
    public static String page(String page, DrillReport report, SigningKey key) {
        String content = page + COMMENT + "report: " + Packed.pack(ReportJson.bytes(report)) + "\nkey: "
                + base64(key.verifying().encoded()) + "\nsignature: ";
        return signed(content, key, PAGE_END);
    }

    private static String signed(String content, SigningKey key, String end) {
        return content + base64(key.sign(content.getBytes(UTF_8))) + end;
    }

    private static ObjectNode envelope(JsonNode report, VerifyingKey key, String signature) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.set("report", report);
        envelope.putObject("signature")
                .put("algorithm", VerifyingKey.ALGORITHM)
                .put("key", base64(key.encoded()))
                .put("value", signature);
        return envelope;
    }

    /** @return empty if it does not begin as any report does */
    static Optional<ReportFormat> format(byte[] file) {
        String begin = new String(file, 0, Math.min(file.length, 16), ISO_8859_1);
        return Stream.of(ReportFormat.values())
                .filter(format -> begin.startsWith(
                        switch (format) {
                            case JSON -> "{\n";
                            case MARKDOWN -> "# ";
                            case HTML -> "<!doctype html>\n";
                        }))
                .findFirst();
    }

    /** @throws IllegalArgumentException if the file is not put together as a report of this format is */
    static Opened open(byte[] file, ReportFormat format) {
        String end = format == ReportFormat.JSON ? JSON_END : PAGE_END;
        int endsAt = file.length - end.length();
        int signedUpTo = endsAt - SIGNATURE_CHARACTERS;
        if (signedUpTo < 0 || !ascii(file, endsAt, file.length).equals(end)) {
            throw new IllegalArgumentException("it does not end with a signature: it was cut off, or something was"
                    + " changed or added at its end");
        }
        byte[] signature = decoded(ascii(file, signedUpTo, endsAt));
        byte[] content = Arrays.copyOf(file, signedUpTo);
        return format == ReportFormat.JSON ? json(file, content, signature) : page(content, signature);
    }

    private static Opened json(byte[] file, byte[] content, byte[] signature) {
        JsonNode tree = ReportJson.parse(file);
        if (!Arrays.equals(CanonicalJson.pretty(tree).getBytes(UTF_8), file)) {
            throw new IllegalArgumentException("it is not laid out as a report is written");
        }
        VerifyingKey key = key(tree.path("signature").path("key").asString(""));
        if (!tree.equals(envelope(tree.path("report"), key, base64(signature)))) {
            throw new IllegalArgumentException("it is not a report with a signature");
        }
        return new Opened(content, signature, key, CanonicalJson.bytes(tree.path("report")));
    }

    private static Opened page(byte[] content, byte[] signature) {
        String text = new String(content, ISO_8859_1);
        Matcher comment = COMMENT_FORM.matcher(text.substring(Math.max(0, text.lastIndexOf(COMMENT))));
        if (!comment.matches()) {
            throw new IllegalArgumentException(
                    "the comment at its end, which holds report, key and signature, is damaged");
        }
        return new Opened(content, signature, key(comment.group(2)), Packed.unpack(comment.group(1)));
    }

    private static VerifyingKey key(String text) {
        return VerifyingKey.ofX509(decoded(text));
    }

    /** There are several ways to write the same bytes; only one of them counts. */
    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!base64(bytes).equals(text)) {
            throw new IllegalArgumentException("its key or signature is not written as it should be");
        }
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String ascii(byte[] file, int from, int to) {
        return new String(file, from, to - from, ISO_8859_1);
    }
}
