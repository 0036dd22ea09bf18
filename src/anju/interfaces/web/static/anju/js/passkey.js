// The second step by passkey: hands the page's elements to the account library, whose scripts stand before this one.
const field = document.querySelector("#webauthn_form [name=credential]");
if (field && window.allauth?.webauthn) {
  window.allauth.webauthn.forms.authenticateForm({
    ids: { authenticate: "mfa_webauthn_authenticate", credential: field.id, data: "js_data" },
  });
}
