package main

import (
	"strings"

	"flotilla.dev/e2e/clients/go/report"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	appsac "k8s.io/client-go/applyconfigurations/apps/v1"
	autoscalingac "k8s.io/client-go/applyconfigurations/autoscaling/v1"
	coreac "k8s.io/client-go/applyconfigurations/core/v1"
	metaac "k8s.io/client-go/applyconfigurations/meta/v1"
)

func web(t *report.T, container, image string) *appsac.DeploymentApplyConfiguration {
	return appsac.Deployment("web", t.Namespace).WithSpec(appsac.DeploymentSpec().
		WithSelector(metaac.LabelSelector().WithMatchLabels(map[string]string{"app": "web"})).
		WithTemplate(coreac.PodTemplateSpec().WithLabels(map[string]string{"app": "web"}).
			WithSpec(coreac.PodSpec().WithContainers(coreac.Container().WithName(container).WithImage(image)))))
}

func applyConfigurations(t *report.T) {
	deployments := t.Clientset().AppsV1().Deployments(t.Namespace)
	first := metav1.ApplyOptions{FieldManager: "first"}
	second := metav1.ApplyOptions{FieldManager: "second"}

	_, err := deployments.Apply(t, web(t, "main", "nginx:1"), first)
	t.NoError(err, "apply")
	shared, err := deployments.Apply(t, web(t, "side", "busybox"), second)
	t.NoError(err, "apply another container")
	t.True(len(shared.Spec.Template.Spec.Containers) == 2, "containers: %v", shared.Spec.Template.Spec.Containers)

	_, err = deployments.Apply(t, web(t, "main", "nginx:2"), second)
	t.True(errors.IsConflict(err) && strings.Contains(err.Error(), `conflict with "first"`), "a conflict gave %v", err)
	second.Force = true
	taken, err := deployments.Apply(t, web(t, "main", "nginx:2"), second)
	t.NoError(err, "force")
	t.True(len(taken.Spec.Template.Spec.Containers) == 1 && taken.Spec.Template.Spec.Containers[0].Image == "nginx:2",
		"what the manager dropped is still there: %v", taken.Spec.Template.Spec.Containers)

	own, err := appsac.ExtractDeployment(taken, "second")
	t.NoError(err, "extract what second owns")
	t.True(*own.Spec.Template.Spec.Containers[0].Image == "nginx:2", "extracted is %v", own)

	_, err = deployments.ApplyScale(t, "web", autoscalingac.Scale().WithName("web").WithNamespace(t.Namespace).
		WithSpec(autoscalingac.ScaleSpec().WithReplicas(4)), metav1.ApplyOptions{FieldManager: "scaler", Force: true})
	t.NoError(err, "apply a scale")
	reported, err := deployments.ApplyStatus(t, appsac.Deployment("web", t.Namespace).
		WithStatus(appsac.DeploymentStatus().WithCollisionCount(3)), metav1.ApplyOptions{FieldManager: "reporter"})
	t.NoError(err, "apply a status")
	managers := map[string]string{}
	for _, each := range reported.ManagedFields {
		managers[each.Manager] = string(each.Operation) + each.Subresource
	}
	t.True(*reported.Spec.Replicas == 4 && *reported.Status.CollisionCount == 3, "it is %v", reported)
	t.True(managers["scaler"] == "Applyscale" && managers["reporter"] == "Applystatus", "managers: %v", managers)
}
