package main

import (
	"flotilla.dev/e2e/clients/go/report"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// tokens logs in as a service account, which may do what a role says and nothing else.
func tokens(t *report.T) {
	admin := t.Clientset()
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "reader"}}
	_, err := admin.CoreV1().ServiceAccounts(t.Namespace).Create(t, account, metav1.CreateOptions{})
	t.NoError(err, "create a service account")
	hour := int64(3600)
	issued, err := admin.CoreV1().ServiceAccounts(t.Namespace).CreateToken(t, "reader",
		&authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &hour}}, metav1.CreateOptions{})
	t.NoError(err, "ask for a token")
	name := "system:serviceaccount:" + t.Namespace + ":reader"
	review, err := admin.AuthenticationV1().TokenReviews().Create(t,
		&authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: issued.Status.Token}}, metav1.CreateOptions{})
	t.NoError(err, "review the token")
	t.True(review.Status.Authenticated && review.Status.User.Username == name, "the review says %v", review.Status)

	config := rest.AnonymousClientConfig(t.Config())
	config.BearerToken = issued.Status.Token
	reader := kubernetes.NewForConfigOrDie(config)
	self, err := reader.AuthenticationV1().SelfSubjectReviews().Create(t, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	t.NoError(err, "ask who one is")
	t.True(self.Status.UserInfo.Username == name, "the account is taken for %v", self.Status.UserInfo)
	_, err = reader.CoreV1().ConfigMaps(t.Namespace).List(t, metav1.ListOptions{})
	t.True(errors.IsForbidden(err), "without a role, a list gave %v", err)

	_, err = admin.RbacV1().Roles(t.Namespace).Create(t, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "reader"},
		Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"list"}}}},
		metav1.CreateOptions{})
	t.NoError(err, "create a role")
	_, err = admin.RbacV1().RoleBindings(t.Namespace).Create(t, &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "reader"},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: "reader"},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: "reader", Namespace: t.Namespace}},
	}, metav1.CreateOptions{})
	t.NoError(err, "bind it")
	t.Await("the role in force", func() bool {
		_, err := reader.CoreV1().ConfigMaps(t.Namespace).List(t, metav1.ListOptions{})
		return err == nil
	})
	_, err = reader.CoreV1().Secrets(t.Namespace).List(t, metav1.ListOptions{})
	t.True(errors.IsForbidden(err), "another kind gave %v", err)
	asked, err := reader.AuthorizationV1().SelfSubjectAccessReviews().Create(t, &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: t.Namespace, Verb: "list", Resource: "configmaps"}}}, metav1.CreateOptions{})
	t.NoError(err, "ask what one may")
	t.True(asked.Status.Allowed, "the review says %v", asked.Status)

	impersonating := t.Config()
	impersonating.Impersonate = rest.ImpersonationConfig{UserName: name}
	_, err = kubernetes.NewForConfigOrDie(impersonating).CoreV1().Secrets(t.Namespace).List(t, metav1.ListOptions{})
	t.True(errors.IsForbidden(err), "acting as the account, another kind gave %v", err)
}
