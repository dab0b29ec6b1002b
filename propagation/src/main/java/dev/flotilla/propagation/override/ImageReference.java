package dev.flotilla.propagation.override;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container image's name, taken apart. A first path segment is a registry if it has a dot or a colon or is
 * {@code localhost}; of a tag and a digest only the tag is kept.
 *
 * @param registry empty for the runtime's own, as are the two that follow for none
 */
record ImageReference(String registry, String repository, String tag, String digest) {
    private static final String TAG = "[\\w][\\w.-]{0,127}";
    private static final String DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
    private static final String SEGMENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE =
            Pattern.compile("(?:(?<registry>[A-Za-z0-9.:\\[\\]-]*[.:][A-Za-z0-9.:\\[\\]-]*|localhost)/)?(?<repository>"
                    + SEGMENT + "(?:/" + SEGMENT + ")*)(?::(?<tag>" + TAG + "))?(?:@(?<digest>" + DIGEST + "))?");
    private static final Pattern DIGEST_ONLY = Pattern.compile(DIGEST);

    static ImageReference parse(String image) throws OverrideException {
        Matcher matcher = REFERENCE.matcher(image);
        if (!matcher.matches()) {
            throw new OverrideException("'" + image + "' is no image reference; correct the template or the overrider");
        }
        String tag = orEmpty(matcher.group("tag"));
        return new ImageReference(
                orEmpty(matcher.group("registry")),
                orEmpty(matcher.group("repository")),
                tag,
                tag.isEmpty() ? orEmpty(matcher.group("digest")) : "");
    }

    ImageReference withRegistry(String value) {
        return new ImageReference(value, repository, tag, digest);
    }

    ImageReference withRepository(String value) {
        return new ImageReference(registry, value, tag, digest);
    }

    String tagOrDigest() {
        return tag.isEmpty() ? digest : tag;
    }

    /** What looks like a digest takes the tag's place, and the other way round. */
    ImageReference withTag(String value) {
        return DIGEST_ONLY.matcher(value).matches()
                ? new ImageReference(registry, repository, "", value)
                : new ImageReference(registry, repository, value, "");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        String name = registry.isEmpty() ? repository : registry + "/" + repository;
        if (!tag.isEmpty()) {
            return name + ":" + tag;
        }
        return digest.isEmpty() ? name : name + "@" + digest;
    }
}
