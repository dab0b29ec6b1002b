package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.conformance.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests, and every word that a kube-apiserver answers to them. {@code -Dconformance.record=true} asks it anew and
 * writes down what it says; otherwise its answers are held against what is written, as everybody else's are.
 */
@MemberContract
@Section("4.8")
record ExchangeIT(Member member) {
    private static final List<String> FILES = List.of("reads", "watches", "writes", "patches", "deletes", "tables");
    private static final boolean RECORDS = Boolean.getBoolean("conformance.record");
    private static final Path ANSWERS = Path.of("src/test/resources/dev/flotilla/e2e/member/exchanges/answers.json");
    private static final int AT_ONCE_MAX = 12;
    private static final String RECORDED_FROM = "kube-apiserver";

    private static final List<Exchange> ALL = FILES.stream()
            .flatMap(file -> Yaml.resource("exchanges/" + file + ".yaml").stream())
            .map(Exchange::of)
            .toList();

    /** Why a case does not hold for anyone but a kube-apiserver, by its name. */
    private static final JsonNode DIFFERENCES =
            Yaml.resource("exchanges/differences.yaml").getFirst();

    /** Many are asked at once, since some of them wait: each is in a namespace of its own. */
    private static final Map<Member, Map<String, Future<ArrayNode>>> ASKED = new ConcurrentHashMap<>();

    static Stream<Named<Exchange>> cases() {
        return ALL.stream().map(each -> Named.of("§" + each.section() + " " + each.name(), each));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Exchange each) throws Exception {
        Map<String, Future<ArrayNode>> asked = ASKED.computeIfAbsent(member, ExchangeIT::ask);
        ArrayNode seen =
                Objects.requireNonNull(asked.get(each.name()), each.name()).get();

        if (RECORDS && member.toString().equals(RECORDED_FROM)) {
            record(each, seen);
        }
        JsonNode recorded = recorded().path(each.name());
        JsonNode ours = Masked.ordered(seen);
        JsonNode theirs = Masked.ordered(recorded);
        boolean same = ours.equals(theirs);
        if (!member.toString().equals(RECORDED_FROM) && DIFFERENCES.has(each.name())) {
            assertThat(same).as("what is declared to differ still does").isFalse();
            abort("differs: " + DIFFERENCES.path(each.name()).asString());
        }
        assertThat(recorded.isArray()).as("an answer is recorded").isTrue();
        assertThat(ours.toPrettyString()).isEqualTo(theirs.toPrettyString());
    }

    private static Map<String, Future<ArrayNode>> ask(Member member) {
        Map<String, Future<ArrayNode>> asked = new ConcurrentHashMap<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE_MAX, Thread.ofVirtual().factory())) {
            ALL.forEach(each -> asked.put(each.name(), threads.submit(() -> each.ask(member))));
        }
        return asked;
    }

    private static JsonNode recorded() throws IOException {
        if (RECORDS) {
            return Files.exists(ANSWERS)
                    ? ObjectJson.mapper().readTree(Files.readAllBytes(ANSWERS))
                    : ObjectJson.mapper().createObjectNode();
        }
        try (InputStream stream = Objects.requireNonNull(
                ExchangeIT.class.getResourceAsStream("exchanges/answers.json"), "no answers are recorded")) {
            return ObjectJson.mapper().readTree(stream.readAllBytes());
        }
    }

    private static void record(Exchange each, ArrayNode seen) throws IOException {
        Map<String, JsonNode> sorted = new ConcurrentSkipListMap<>();
        recorded().properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        sorted.put(each.name(), seen);
        sorted.keySet().retainAll(ALL.stream().map(Exchange::name).toList());
        ObjectNode all = ObjectJson.mapper().createObjectNode();
        sorted.forEach(all::set);
        Files.writeString(ANSWERS, all.toPrettyString() + "\n");
    }
}
