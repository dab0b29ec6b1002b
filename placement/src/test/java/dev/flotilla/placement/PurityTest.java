package dev.flotilla.placement;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PurityTest {
    private static final JavaClasses PLACEMENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.flotilla.placement");

    @Test
    void decidesWithoutActorsClientsClocksChanceAndInputOutput() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.pekko..",
                        "org.apache.kafka..",
                        "io.fabric8..",
                        "org.slf4j..",
                        "java.io..",
                        "java.nio.file..")
                .because(
                        "a decision is a function of its arguments, so that drills and what-ifs decide as production does")
                .check(PLACEMENT);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .because("time and seeds are arguments")
                .check(PLACEMENT);
    }

    @Test
    void schedulingKnowsNeitherPoliciesNorBindings() {
        noClasses()
                .that()
                .resideInAPackage("dev.flotilla.placement")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.flotilla.placement.policy..",
                        "dev.flotilla.placement.binding..",
                        "dev.flotilla.placement.cluster..")
                .because("policies are read into rules before the scheduler sees them")
                .check(PLACEMENT);
    }
}
