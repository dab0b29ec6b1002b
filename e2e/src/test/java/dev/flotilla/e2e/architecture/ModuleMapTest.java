package dev.flotilla.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of modules in the design, and the purity of decisions, over every class that is shipped. */
final class ModuleMapTest {
    private static final String ROOT = "dev.flotilla.";

    /** Which modules each may use; the table of the design. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("runtime", Set.of("api")),
            Map.entry("replication", Set.of("api", "runtime")),
            Map.entry("apiserver", Set.of("api")),
            Map.entry("placement", Set.of("api", "runtime")),
            Map.entry("propagation", Set.of("api", "runtime")),
            Map.entry("health", Set.of("api", "runtime")),
            Map.entry("dr", Set.of("api", "runtime", "placement")),
            Map.entry("traffic", Set.of("api", "runtime")),
            Map.entry("simulator", Set.of("api", "apiserver")),
            Map.entry(
                    "hub",
                    Set.of(
                            "api",
                            "runtime",
                            "replication",
                            "apiserver",
                            "placement",
                            "propagation",
                            "health",
                            "dr",
                            "traffic")),
            Map.entry(
                    "cli",
                    Set.of(
                            "api",
                            "runtime",
                            "replication",
                            "apiserver",
                            "placement",
                            "propagation",
                            "health",
                            "dr",
                            "traffic",
                            "hub",
                            "simulator")));

    /** Where decisions live: pure functions of what they are given. */
    private static final String[] PURE = {
        "dev.flotilla.api..",
        "dev.flotilla.placement",
        "dev.flotilla.propagation",
        "dev.flotilla.health",
        "dev.flotilla.dr",
        "dev.flotilla.traffic"
    };

    /** Values, bytes in memory, and reading a resource of one's own jar: none can differ from run to run. */
    private static final Set<String> HARMLESS = Set.of(
            "java.io.InputStream",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.Serializable",
            "java.io.ByteArrayOutputStream",
            "java.io.ByteArrayInputStream",
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.net.URLDecoder");

    private static JavaClasses shipped;

    @BeforeAll
    static void read() {
        shipped = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
                .importPackages("dev.flotilla");
    }

    /** All but the command line, which may use everything. */
    static Stream<String> modules() {
        return MAY_USE.keySet().stream().filter(module -> !module.equals("cli")).sorted();
    }

    @Test
    void seesEveryModule() {
        Set<String> seen = shipped.stream()
                .map(each -> each.getPackageName().split("\\.")[2])
                .collect(java.util.stream.Collectors.toSet());

        assertThat(seen).isEqualTo(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void usesOnlyTheModulesThatTheDesignAllows(String module) {
        Set<String> allowed = MAY_USE.getOrDefault(module, Set.of());
        String[] forbidden = MAY_USE.keySet().stream()
                .filter(other -> !other.equals(module) && !allowed.contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .because(
                        "the design's table of modules lets " + module + " use " + allowed
                                + " alone; what two modules share belongs into federation-api, or they meet in the API's objects")
                .check(shipped);
    }

    @Test
    void usesOfPlacementOnlyItsPurePartForDisaster() {
        noClasses()
                .that()
                .resideInAPackage("dev.flotilla.dr..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.flotilla.placement.actor..")
                .because("disaster recovery asks placement's functions what would fit; it meets placement's"
                        + " actors in the binding alone")
                .allowEmptyShould(true)
                .check(shipped);
    }

    @Test
    void decidesWithoutFrameworks() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.pekko..",
                        "org.apache.kafka..",
                        "io.fabric8.kubernetes..",
                        "io.vertx..",
                        "org.slf4j..")
                .because("decisions are pure functions that also serve what-if, replay and drills: actors, the log,"
                        + " clients and loggers stay in the packages that call them")
                .check(shipped);
    }

    @Test
    void decidesWithoutInputAndOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("do input or output") {
                    @Override
                    public boolean test(JavaClass used) {
                        String name = used.getName();
                        boolean io = Stream.of("java.io.", "java.net.", "java.nio.file.", "java.nio.channels.")
                                .anyMatch(name::startsWith);
                        return io && !HARMLESS.contains(name);
                    }
                })
                .because("a decision that reads or writes cannot be replayed; what it needs is an argument")
                .check(shipped);
    }

    @Test
    void decidesWithoutClockAndChance() {
        List<String> forbidden = List.of(
                "java.time.Instant.now",
                "java.time.Clock.systemUTC",
                "java.time.InstantSource.system",
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.lang.System.getenv",
                "java.util.UUID.randomUUID",
                "java.util.concurrent.ThreadLocalRandom.current",
                "java.lang.Math.random",
                "java.util.Random.<init>");

        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("ask for the time or for chance") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        return forbidden.contains(access.getTargetOwner().getName() + "." + access.getName());
                    }
                })
                .because("the same question must get the same answer in production, drill and replay: time and seeds"
                        + " are arguments")
                .check(shipped);
    }
}
