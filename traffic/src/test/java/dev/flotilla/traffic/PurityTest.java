package dev.flotilla.traffic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PurityTest {
    @Test
    void decidesWeightsWithoutActorsClientsAndInputOutput() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.pekko..", "org.apache.kafka..", "io.fabric8..", "org.slf4j..", "java.io..")
                .because("the same weights follow from the same snapshot, in production, in a drill and in replay")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.flotilla.traffic"));
    }
}
