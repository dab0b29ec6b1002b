package dev.flotilla.apiserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.flotilla.apiserver");

    @Test
    void controllersArePure() {
        noClasses()
                .that()
                .resideInAPackage("..controller")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "org.slf4j..", "java.io..", "java.net..", "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.flotilla.apiserver.request", "dev.flotilla.apiserver.read")
                .check(CLASSES);
    }

    @Test
    void theHttpLibraryIsKnownAtTheEdgeAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.flotilla.apiserver", "dev.flotilla.apiserver.relay", "dev.flotilla.apiserver.outbound")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherModuleButTheApi() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.flotilla.runtime..",
                        "dev.flotilla.replication..",
                        "dev.flotilla.placement..",
                        "dev.flotilla.propagation..",
                        "dev.flotilla.hub..",
                        "dev.flotilla.simulator..")
                .check(CLASSES);
    }
}
