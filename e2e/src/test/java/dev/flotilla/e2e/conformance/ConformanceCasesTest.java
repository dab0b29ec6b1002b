package dev.flotilla.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every case of the contract says what part of the API it is about. */
final class ConformanceCasesTest {
    private static final List<Method> CASES = new ClassFileImporter()
            .importPackages("dev.flotilla.e2e").stream()
                    .map(JavaClass::reflect)
                    .filter(ConformanceCasesTest::isContract)
                    .flatMap(ConformanceCasesTest::cases)
                    .toList();

    @Test
    void namesASectionThatThereIs() {
        assertThat(CASES)
                .hasSizeGreaterThan(100)
                .allSatisfy(each -> assertThat(Sections.of(each, each.getDeclaringClass()))
                        .as(each.toString())
                        .hasValueSatisfying(
                                section -> assertThat(Sections.TITLES).containsKey(section)));
    }

    private static boolean isContract(Class<?> candidate) {
        return AnnotationSupport.findRepeatableAnnotations(candidate, ExtendWith.class).stream()
                .anyMatch(extended -> List.of(extended.value()).contains(Conformance.class));
    }

    private static Stream<Method> cases(Class<?> contract) {
        return Stream.of(contract.getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Test.class)
                        || AnnotationSupport.isAnnotated(method, ParameterizedTest.class));
    }
}
