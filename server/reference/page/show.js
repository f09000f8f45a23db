/** Shows the OpenAPI document of this server. */

globalThis.SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  defaultModelRendering: 'example',
  filter: true,
  // Otherwise a service on the internet validates the document.
  validatorUrl: null,
})
