package dev.flotilla.propagation.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.policy.Overriders.ImageComponent;
import dev.flotilla.api.policy.Overriders.ImageOverrider;
import dev.flotilla.api.policy.Overriders.ImagePredicate;
import dev.flotilla.api.policy.Overriders.Operator;
import dev.flotilla.api.store.ObjectJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ImageOverriderTest {
    private static final String DIGEST = "sha256:50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c";

    @ParameterizedTest(name = "{0}: {1} {2} ''{3}'' -> {4}")
    @CsvSource({
        "nginx,                     REGISTRY,   ADD,     registry.example.com, registry.example.com/nginx",
        "nginx:1.25,                REGISTRY,   REPLACE, r.example.com,        r.example.com/nginx:1.25",
        "a.example.com/nginx:1,     REGISTRY,   REPLACE, b.example.com,        b.example.com/nginx:1",
        "a.example.com/nginx:1,     REGISTRY,   ADD,     .cn,                  a.example.com.cn/nginx:1",
        "a.example.com/nginx:1,     REGISTRY,   REMOVE,  '',                   nginx:1",
        "localhost/nginx,           REGISTRY,   REMOVE,  '',                   nginx",
        "localhost:5000/team/nginx, REGISTRY,   REPLACE, r.io,                 r.io/team/nginx",
        "library/nginx,             REGISTRY,   ADD,     r.io,                 r.io/library/nginx",
        "library/nginx,             REPOSITORY, REPLACE, library/busybox,      library/busybox",
        "r.io/library/nginx:1,      REPOSITORY, REPLACE, team/web,             r.io/team/web:1",
        "r.io/library/nginx:1,      REPOSITORY, ADD,     -slim,                r.io/library/nginx-slim:1",
        "nginx,                     TAG,        ADD,     1.0,                  nginx:1.0",
        "nginx:1.0,                 TAG,        ADD,     -alpine,              nginx:1.0-alpine",
        "nginx:1.0,                 TAG,        REPLACE, 2.0,                  nginx:2.0",
        "nginx:1.0,                 TAG,        REMOVE,  '',                   nginx",
        "r.io:5000/nginx:1.0,       TAG,        REPLACE, 2.0,                  r.io:5000/nginx:2.0",
    })
    void changesOnePartOfAnImage(
            String image, ImageComponent component, Operator operator, String value, String expected)
            throws OverrideException {
        ObjectNode deployment = deployment(image);

        ImageOverriders.apply(deployment, new ImageOverrider(null, component, operator, value));

        assertThat(deployment.at("/spec/template/spec/containers/0/image").asString())
                .isEqualTo(expected);
    }

    @Test
    void aTagReplacesADigestAndADigestATag() throws OverrideException {
        assertThat(tagged("nginx@" + DIGEST, "1.0")).isEqualTo("nginx:1.0");
        assertThat(tagged("nginx:1.0", DIGEST)).isEqualTo("nginx@" + DIGEST);
    }

    @Test
    void aPredicateMeansOneFieldOfAnyKind() throws OverrideException {
        ObjectNode custom = ObjectJson.mapper().createObjectNode().put("kind", "Widget");
        custom.putObject("spec").put("image", "nginx:1").put("other", "nginx:1");

        ImageOverriders.apply(custom, overrider(new ImagePredicate("/spec/image"), "2"));

        assertThat(custom.at("/spec/image").asString()).isEqualTo("nginx:2");
        assertThat(custom.at("/spec/other").asString()).isEqualTo("nginx:1");
    }

    @Test
    void initContainersAreLeftAlone() throws OverrideException {
        ObjectNode deployment = deployment("nginx:1");
        ((ObjectNode) deployment.at("/spec/template/spec"))
                .putArray("initContainers")
                .addObject()
                .put("image", "init:1");

        ImageOverriders.apply(deployment, overrider(null, "2"));

        assertThat(deployment.at("/spec/template/spec/initContainers/0/image").asString())
                .isEqualTo("init:1");
    }

    @Test
    void aPathWithoutAnImageIsNamed() {
        ObjectNode custom = ObjectJson.mapper().createObjectNode().put("kind", "Widget");

        assertThatThrownBy(() -> ImageOverriders.apply(custom, overrider(new ImagePredicate("/spec/image"), "2")))
                .hasMessage("imageOverrider: there is no image at /spec/image");
    }

    private static String tagged(String image, String value) throws OverrideException {
        ObjectNode deployment = deployment(image);
        ImageOverriders.apply(deployment, overrider(null, value));
        return deployment.at("/spec/template/spec/containers/0/image").asString();
    }

    private static ImageOverrider overrider(@Nullable ImagePredicate predicate, String tag) {
        return new ImageOverrider(predicate, ImageComponent.TAG, Operator.REPLACE, tag);
    }

    private static ObjectNode deployment(String image) {
        ObjectNode deployment = ObjectJson.mapper().createObjectNode().put("kind", "Deployment");
        deployment
                .withObject("/spec/template/spec")
                .putArray("containers")
                .addObject()
                .put("name", "c")
                .put("image", image);
        return deployment;
    }
}
