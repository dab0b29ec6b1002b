package dev.flotilla.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PurityTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.flotilla.simulator");

    @Test
    void decidesWithoutClockChanceOrInput() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..simulator.controller", "..simulator.node", "..simulator.network", "..simulator.object")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..", "java.io..", "java.net..", "java.nio.file..", "java.util.random..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Random|SplittableRandom)")
                .because("the same snapshot and moment must give the same member on every run")
                .check(CLASSES);
    }
}
